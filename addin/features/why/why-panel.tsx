import { Button, Spinner } from "@fluentui/react-components";
import { useState } from "react";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useService } from "../../components/service-context.ts";
import { UndoButton } from "../../components/undo-button.tsx";
import { useLoaded } from "../../components/use-loaded.ts";
import { WhyAnswer } from "../../components/why-answer.tsx";
import type { WhyAbout } from "../../service/pane-service.ts";

/** Asked for by a press: it looks at both sides. */
export function WhyPanel({ about }: { readonly about: WhyAbout }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Section title="Why?">
      {isAsked ? (
        <Asked about={about} />
      ) : (
        <div>
          <Button size="small" onClick={() => setAsked(true)}>
            Why is it so?
          </Button>
        </div>
      )}
    </Section>
  );
}

function Asked({ about }: { readonly about: WhyAbout }) {
  const service = useService();
  const key = about.kind === "email" ? (about.mail.internetMessageId ?? about.mail.restId) : about.meeting.restId;
  const [why, again] = useLoaded(key, () => service.why(about));
  switch (why.is) {
    case "loading":
      return <Spinner size="tiny" label="Looking at both sides…" />;
    case "failed":
      return <ProblemNotice problem={why.problem} again={again} />;
    case "found":
      return (
        <>
          <WhyAnswer
            why={why.value}
            undo={(entry, action) => <UndoButton what={action} ask={(how) => service.undo(entry, how)} undone={again} />}
          />
          <div>
            <Button size="small" onClick={again}>
              Look again
            </Button>
          </div>
        </>
      );
  }
}
