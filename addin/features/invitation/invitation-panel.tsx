import { Button, Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { EventGuests } from "../../../shared/api/invitation.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useService } from "../../components/service-context.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import type { OpenMeeting } from "../../office/open-mail.ts";
import { problemFrom } from "../../service/http.ts";

/** Who stands with the event in Salesforce, and inviting them (P5). Nothing where nobody does, or they take part already. */
export function InvitationPanel({ meeting }: { readonly meeting: OpenMeeting }) {
  const service = useService();
  const [event, again] = useLoaded(meeting.restId, () => service.guests(meeting));
  const [inviting, setInviting] = useState<Inviting>({ is: "none" });
  if (event.is === "loading" || (event.is === "found" && event.value.people.length === 0)) return null;
  const invite = async ({ people, mails }: EventGuests): Promise<void> => {
    setInviting({ is: "sending" });
    try {
      await service.invite(meeting, { emails: people.flatMap(({ email }) => email ?? []), mails });
      setInviting({ is: "none" });
    } catch (error) {
      setInviting({ is: "refused", problem: problemFrom(error) });
    }
    again();
  };
  return (
    <Section title="People in Salesforce">
      {event.is === "failed" && <ProblemNotice problem={event.problem} again={again} />}
      {inviting.is === "refused" && <ProblemNotice intent="warning" title="Nobody was invited." problem={inviting.problem} />}
      {event.is === "found" && <Guests event={event.value} isSending={inviting.is === "sending"} invite={() => void invite(event.value)} />}
    </Section>
  );
}

type Inviting = { readonly is: "none" | "sending" } | { readonly is: "refused"; readonly problem: Problem };

interface GuestsProps {
  readonly event: EventGuests;
  readonly isSending: boolean;
  readonly invite: () => void;
}

function Guests({ event, isSending, invite }: GuestsProps) {
  const styles = useStyles();
  const { people, mails, problem, asked } = event;
  return (
    <>
      <ul className={styles.list} aria-label="People in Salesforce">
        {people.map(({ name, email }, position) => (
          <li key={`${position} ${name}`}>
            <Text>{name}</Text> <Caption1>{email ?? "no e-mail address"}</Caption1>
          </li>
        ))}
      </ul>
      {asked ? (
        <output>
          <Caption1>They are being invited: Exchange mails {count(mails, "person", "people")}.</Caption1>
        </output>
      ) : problem === null ? (
        <Invite key={people.map(({ email }) => email).join(" ")} mails={mails} isSending={isSending} invite={invite} />
      ) : (
        <ProblemNotice intent="info" problem={problem} />
      )}
    </>
  );
}

/** Nobody is mailed by one press: it is asked once more, and by name. */
function Invite({ mails, isSending, invite }: { readonly mails: number; readonly isSending: boolean; readonly invite: () => void }) {
  const styles = useStyles();
  const [isChosen, setChosen] = useState(false);
  const whom = count(mails, "person", "people");
  if (!isChosen) {
    return (
      <div>
        <Caption1 block>They do not take part in Outlook: nobody was invited.</Caption1>
        <Button size="small" onClick={() => setChosen(true)}>
          Invite {whom}
        </Button>
      </div>
    );
  }
  return (
    <fieldset className={styles.asked} aria-label="People would be mailed">
      <Caption1 block>Exchange would mail {whom} an invitation. That cannot be undone.</Caption1>
      <div className={styles.answers}>
        <Button size="small" appearance="primary" disabledFocusable={isSending} onClick={invite}>
          Invite, and mail {whom}
        </Button>
        <Button size="small" onClick={() => setChosen(false)}>
          Back
        </Button>
      </div>
    </fieldset>
  );
}

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: "anywhere" },
  asked: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  answers: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});
