import { Button, Link, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { AttentionItem } from "../../../shared/api/attention.ts";

export interface CandidateChoiceProps {
  readonly item: AttentionItem;
  readonly isBusy: boolean;
  readonly choose: (given: AttentionItem["answers"][number], recordId: string) => void;
}

/** Which of several it is the same person as (M1). None is chosen beforehand. */
export function CandidateChoice({ item, isBusy, choose }: CandidateChoiceProps) {
  const styles = useStyles();
  const [chosen, setChosen] = useState<string | null>(null);
  const same = item.answers.find(({ answer }) => answer === "link");
  if (!same) return null;
  return (
    <div className={styles.choice}>
      <RadioGroup aria-label={`The same person as ${item.name}`} value={chosen ?? ""} onChange={(_event, { value }) => setChosen(value)}>
        {item.candidates.map(({ id, name, url }) => (
          <div key={id} className={styles.candidate}>
            <Radio value={id} label={name} />
            {url !== null && /^https?:\/\//iu.test(url) && (
              <Link
                className={styles.open}
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                inline
                aria-label={`Open ${name} in Salesforce`}
              >
                Open
              </Link>
            )}
          </div>
        ))}
      </RadioGroup>
      <div>
        <Button
          size="small"
          disabledFocusable={chosen === null || isBusy}
          title={chosen === null ? "Choose which one." : same.effect}
          onClick={() => chosen !== null && choose(same, chosen)}
        >
          {same.label}
        </Button>
      </div>
    </div>
  );
}

const useStyles = makeStyles({
  choice: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, paddingLeft: tokens.spacingHorizontalM },
  open: { whiteSpace: "nowrap", flexShrink: 0 },
  candidate: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalXS, minWidth: 0 },
});
