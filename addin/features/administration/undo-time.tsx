import { Button, Caption1, Field, Input, makeStyles, Text, tokens } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { UndoReply } from "../../../shared/api/administration.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useLocale } from "../../components/service-context.ts";
import { count, exactly } from "../../components/wording.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { RuleChoice } from "./rule-choice.tsx";
import { useUndo } from "../../components/use-undo.ts";

export interface UndoTimeProps {
  readonly service: AdministrationService;
  readonly undone: () => void;
}

/** Everything that was done for one user in some time, or of it what rests on one rule; listed before it is undone (P2). */
export function UndoTime({ service, undone }: UndoTimeProps) {
  const styles = useStyles();
  const [user, setUser] = useState("");
  const [[since, until], setTimes] = useState(["", ""]);
  const [rule, setRule] = useState("");
  const isWhole = user.trim() !== "" && isTime(since) && isTime(until);
  const what = () => ({
    user: user.trim(),
    since: new Date(since ?? "").toISOString(),
    until: new Date(until ?? "").toISOString(),
    ...(rule === "" ? {} : { rule }),
  });
  const { state, look, act, leave } = useUndo((how) => service.undoSeveral(what(), how), undone);
  // What was looked at is what is undone: other words begin anew.
  const type = (set: () => void): void => {
    set();
    leave();
  };
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole) look();
  };
  return (
    <details>
      <summary>Undo what was done for a user in some time, or by one rule</summary>
      <form className={styles.form} onSubmit={ask}>
        <Field label="Mailbox of the user">
          <Input value={user} onChange={(_event, { value }) => type(() => setUser(value))} />
        </Field>
        <Field label="From">
          <Input type="datetime-local" value={since ?? ""} onChange={(_event, { value }) => type(() => setTimes([value, until ?? ""]))} />
        </Field>
        <Field label="Until">
          <Input type="datetime-local" value={until ?? ""} onChange={(_event, { value }) => type(() => setTimes([since ?? "", value]))} />
        </Field>
        <RuleChoice rule={rule} choose={(chosen) => type(() => setRule(chosen))} />
        <Button
          type="submit"
          disabledFocusable={!isWhole || state.is === "busy"}
          title={isWhole ? "Nothing is changed yet." : "Name the mailbox and both times."}
        >
          Look what would be undone
        </Button>
      </form>
      {state.is === "failed" && <ProblemNotice title="Nothing was undone." problem={state.problem} again={look} />}
      {(state.is === "asked" || state.is === "done") && <Items reply={state.reply} />}
      {state.is === "asked" && state.reply.items.some(({ problem }) => problem === null) && (
        <div className={styles.form}>
          <Button appearance="primary" onClick={act}>
            Undo what can be{state.reply.mails > 0 ? `, and mail ${count(state.reply.mails, "person", "people")}` : ""}
          </Button>
          <Button onClick={leave}>Leave it</Button>
        </div>
      )}
      {state.is === "done" && <output>Undone with the next cycle of the mailbox, in a moment; the journal tells how it went.</output>}
    </details>
  );
}

function Items({ reply }: { readonly reply: UndoReply }) {
  const locale = useLocale();
  const can = reply.items.filter(({ problem }) => problem === null).length;
  return (
    <>
      <Text>
        {can} of {count(reply.items.length, "entry", "entries")} can be undone.
      </Text>
      <ul>
        {reply.counts.map(({ kind, action, can: undoable, cannot }) => (
          <li key={`${kind} ${action}`}>
            {kind}: {action}: {undoable}
            {cannot > 0 ? `, and ${cannot} that stay` : ""}
          </li>
        ))}
      </ul>
      <ul>
        {reply.items.map(({ id, time, kind, action, name, effect, problem }) => (
          <li key={id}>
            {exactly(time, locale)}, {kind}: {action}
            {name === null ? "" : `, ${name}`}
            <Caption1 block>{problem ? `Stays: ${problem.message} ${problem.remedy}` : effect}</Caption1>
          </li>
        ))}
      </ul>
    </>
  );
}

const isTime = (text: string | undefined): boolean => text !== undefined && !Number.isNaN(Date.parse(text));

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "flex-end",
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
  },
});
