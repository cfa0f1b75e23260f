import { Button, Field, Input, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useLoaded } from "../../components/use-loaded.ts";
import { WhyAnswer } from "../../components/why-answer.tsx";
import type { AdministrationService } from "../../service/administration-service.ts";

/** Salesforce's ids have 15 or 18 letters and digits; those of Exchange are far longer. */
const RECORD = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/u;
const LINK = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** "Why is this not in Salesforce?", for any item or record of a user (A6). */
export function WhySearch({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [user, setUser] = useState("");
  const [id, setId] = useState("");
  const [asked, setAsked] = useState<{ readonly user: string; readonly id: string; readonly round: number } | null>(null);
  const isWhole = user.trim() !== "" && id.trim() !== "";
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole) setAsked({ user: user.trim(), id: id.trim(), round: (asked?.round ?? 0) + 1 });
  };
  return (
    <details>
      <summary>Why is an item or a record as it is, or not there?</summary>
      <form className={styles.form} onSubmit={ask}>
        <Field label="Mailbox of whom">
          <Input value={user} onChange={(_event, { value }) => setUser(value)} />
        </Field>
        <Field label="Id of the item, record or link">
          <Input value={id} onChange={(_event, { value }) => setId(value)} />
        </Field>
        <Button type="submit" disabledFocusable={!isWhole} title={isWhole ? "Nothing is changed." : "Name the mailbox and the id."}>
          Why?
        </Button>
      </form>
      {asked !== null && <Answer key={asked.round} user={asked.user} id={asked.id} service={service} />}
    </details>
  );
}

function Answer({ user, id, service }: { readonly user: string; readonly id: string; readonly service: AdministrationService }) {
  const about = RECORD.test(id) ? { record: id } : LINK.test(id) ? { link: id } : { item: id };
  const [why, again] = useLoaded(`${user} ${id}`, () => service.why(user, about));
  switch (why.is) {
    case "loading":
      return <Spinner size="tiny" label="Looking at both sides…" />;
    case "failed":
      return <ProblemNotice problem={why.problem} again={again} />;
    case "found":
      return <WhyAnswer why={why.value} />;
  }
}

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "flex-end",
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
  },
});
