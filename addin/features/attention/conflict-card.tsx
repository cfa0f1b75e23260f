import { Button, Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { AttentionItem } from "../../../shared/api/attention.ts";
import { useLocale } from "../../components/service-context.ts";
import { valueWords } from "../../components/value-words.ts";
import { count, exactly } from "../../components/wording.ts";

type Given = AttentionItem["answers"][number];

export interface ConflictCardProps {
  readonly item: AttentionItem & { readonly conflict: NonNullable<AttentionItem["conflict"]> };
  readonly isBusy: boolean;
  readonly answer: (given: Given) => void;
}

/** One field that both sides have otherwise, with both values side by side (M2). What mails people is asked once more (P5). */
export function ConflictCard({ item, isBusy, answer }: ConflictCardProps) {
  const styles = useStyles();
  const locale = useLocale();
  const [asked, setAsked] = useState<Given | null>(null);
  const { word, kept, keptFrom, lost, differs } = item.conflict;
  const inOutlook = keptFrom === "exchange" ? kept : lost;
  const inSalesforce = keptFrom === "exchange" ? lost : kept;
  const stands = (side: "exchange" | "salesforce") => !differs && keptFrom === side;
  return (
    <li className={styles.card} aria-label={`${word}: ${item.name}`}>
      <Text weight="semibold" block className={styles.word}>
        {word}
      </Text>
      <Caption1 block>{item.name}</Caption1>
      <Caption1 block>
        {item.problem.message} Noticed {exactly(item.at, locale)}.
      </Caption1>
      <dl className={styles.values}>
        <Value side="Outlook" stands={stands("exchange")} text={valueWords(inOutlook, locale)} />
        <Value side="Salesforce" stands={stands("salesforce")} text={valueWords(inSalesforce, locale)} />
      </dl>
      {item.answered && <Caption1 block>Your answer is being carried out.</Caption1>}
      {!item.answered && asked === null && (
        <div className={styles.answers}>
          {item.answers.map((given) => (
            <Button
              key={given.answer}
              size="small"
              disabledFocusable={isBusy}
              title={given.effect}
              onClick={() => (given.mails === undefined ? answer(given) : setAsked(given))}
            >
              {given.label}
            </Button>
          ))}
        </div>
      )}
      {!item.answered && asked !== null && (
        <fieldset className={styles.asked} aria-label="People would be mailed">
          <Caption1 block>{asked.effect}</Caption1>
          <div className={styles.answers}>
            <Button size="small" appearance="primary" disabledFocusable={isBusy} onClick={() => answer(asked)}>
              Change it, and mail {count(asked.mails ?? 0, "person", "people")}
            </Button>
            <Button size="small" onClick={() => setAsked(null)}>
              Back
            </Button>
          </div>
        </fieldset>
      )}
    </li>
  );
}

function Value({ side, stands, text }: { readonly side: string; readonly stands: boolean; readonly text: string }) {
  const styles = useStyles();
  return (
    <div className={styles.value}>
      <dt>
        <Caption1>
          {side}
          {stands ? ": stands" : ""}
        </Caption1>
      </dt>
      <dd className={styles.text}>{text}</dd>
    </div>
  );
}

const useStyles = makeStyles({
  card: {
    listStyleType: "none",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
    overflowWrap: "anywhere",
  },
  word: { "::first-letter": { textTransform: "uppercase" } },
  values: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM, margin: `${tokens.spacingVerticalXS} 0` },
  value: { flexGrow: 1, flexBasis: "120px", minWidth: 0 },
  text: { margin: 0, whiteSpace: "pre-line", maxHeight: "8em", overflowY: "auto" },
  asked: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  answers: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});
