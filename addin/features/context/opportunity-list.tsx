import { Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { OpenOpportunity } from "../../../shared/api/person.ts";
import { RecordAnchor } from "../../components/record-anchor.tsx";
import { Section } from "../../components/section.tsx";
import { useLocale } from "../../components/service-context.ts";
import { dayOf, moneyOf } from "../../components/wording.ts";

export function OpportunityList({ opportunities }: { readonly opportunities: readonly OpenOpportunity[] }) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <Section title="Open opportunities">
      {opportunities.length === 0 && <Text>None that you can see.</Text>}
      {opportunities.length > 0 && (
        <ul className={styles.list}>
          {opportunities.map((opportunity) => (
            <li key={opportunity.id} className={styles.row}>
              <RecordAnchor record={opportunity} />
              <Caption1 block className={styles.detail}>
                {[
                  opportunity.stage,
                  opportunity.amount === null ? null : moneyOf(opportunity.amount, opportunity.currency, locale),
                  `closes ${dayOf(opportunity.closeDate, locale)}`,
                ]
                  .filter((part) => part !== null)
                  .join(" · ")}
              </Caption1>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  row: { overflowWrap: "anywhere" },
  detail: { color: tokens.colorNeutralForeground3 },
});
