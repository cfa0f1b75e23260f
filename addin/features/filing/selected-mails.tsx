import { Button, Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Me } from "../../../shared/api/me.ts";
import { count } from "../../components/wording.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { whyNothingIsFiled } from "./filing-outcome.ts";
import { type BulkResult, useBulkFiling } from "./use-bulk-filing.ts";

export interface SelectedMailsProps {
  readonly mails: readonly OpenMail[];
  /** Null while it is not known. */
  readonly me: Me | null;
}

/** Several mails selected in the list: filed in one go, each by the rules (F1). Give it the selection's own key. */
export function SelectedMails({ mails, me }: SelectedMailsProps) {
  const styles = useStyles();
  const { results, begun, begin } = useBulkFiling(mails);
  const why = whyNothingIsFiled(me);
  const settled = [...results.values()].filter((result) => !isUnderWay(result)).length;
  return (
    <div className={styles.panel}>
      <Text weight="semibold">{count(mails.length, "mail", "mails")} selected</Text>
      <Text>Each is saved as it would be by itself: to the people and the record the rules find. What a rule keeps out stays out.</Text>
      <div>
        <Button appearance="primary" disabledFocusable={why !== null || begun} onClick={() => why === null && begin()}>
          File {count(mails.length, "mail", "mails")}
        </Button>
        {why !== null && <Caption1 block>{why}</Caption1>}
      </div>
      {begun && (
        <>
          <output>
            {settled} of {mails.length} done
          </output>
          <ul className={styles.list}>
            {mails.map((mail) => (
              <li key={mail.internetMessageId ?? mail.restId}>
                <Text>{mail.subject === "" ? "(no subject)" : mail.subject}</Text>
                <Caption1 block>{wordsOf(results.get(mail))}</Caption1>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function isUnderWay(result: BulkResult): boolean {
  return result.is === "sending" || (result.is === "told" && (result.status.state === "waiting" || result.status.state === "filing"));
}

function wordsOf(result: BulkResult | undefined): string {
  if (result === undefined) return "Waits for its turn.";
  switch (result.is) {
    case "sending":
      return "Is being asked for.";
    case "refused":
      return `${result.problem.message} ${result.problem.remedy}`;
    case "told":
      return toldWords(result.status);
  }
}

function toldWords({ state, problem, activity }: Extract<BulkResult, { is: "told" }>["status"]): string {
  const why = problem === null ? "" : ` ${problem.message}`;
  switch (state) {
    case "waiting":
    case "filing":
      return "Is being filed.";
    case "filed":
      return activity === null ? "Filed." : `Filed as “${activity.name}”.`;
    case "filed-in-part":
      return `Filed in part.${why}`;
    case "unsent":
      return "Is filed when it has been sent.";
    case "removing":
      return "Its activity is being removed.";
    case "not-filed":
    case "failed":
    case "excluded":
    case "listed":
      return `Not filed.${why}`;
  }
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: "anywhere" },
});
