import { Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Why } from "../../shared/api/why.ts";
import { useLocale } from "./service-context.ts";
import { exactly } from "./wording.ts";

export interface WhyAnswerProps {
  readonly why: Why;
  /** Beside what its reader may undo; absent where he may undo nothing from here. */
  readonly undo?: (entry: string, action: string) => ReactNode;
}

/** Why an item is as it is: the verdict, the rules, what it waits for, what comes next, what can be done, and what was done last (A6). */
export function WhyAnswer({ why, undo }: WhyAnswerProps) {
  const styles = useStyles();
  const locale = useLocale();
  const { headline, hindrances, rules, waits, next, can, lately, name } = why;
  return (
    <section className={styles.answer} aria-label="Why">
      {name !== null && <Text weight="semibold">{name}</Text>}
      {hindrances.map(({ code, message }) => (
        <Text key={code}>{message}</Text>
      ))}
      <Text>{headline}</Text>
      {waits !== null && (
        <Caption1>
          It waits for {waits.for}
          {waits.until === null ? "" : `, until ${exactly(waits.until, locale)} at the latest`}.
        </Caption1>
      )}
      <Caption1>What comes next: {next}</Caption1>
      <List title="What you can do" items={can} />
      <List title="Rules" items={rules.map(({ id, words }) => `${id}: ${words}`)} />
      <List
        title="What was done last"
        items={lately.map(({ time, action, outcome, reason, rules: by }) =>
          [
            `${exactly(time, locale)}: ${action}, ${outcome}`,
            reason === null ? "" : ` (${reason})`,
            by.length === 0 ? "" : `, by ${by.map(({ id }) => id).join(", ")}`,
          ].join(""),
        )}
        beside={lately.map(({ undo: entry, action }) => (entry === undefined ? null : undo?.(entry, action)))}
      />
    </section>
  );
}

interface ListProps {
  readonly title: string;
  readonly items: readonly string[];
  readonly beside?: readonly ReactNode[];
}

function List({ title, items, beside = [] }: ListProps) {
  const styles = useStyles();
  if (items.length === 0) return null;
  return (
    <div>
      <Caption1 block>{title}</Caption1>
      <ul className={styles.list} aria-label={title}>
        {items.map((item, place) => (
          <li key={`${place} ${item}`}>
            {item}
            {beside[place]}
          </li>
        ))}
      </ul>
    </div>
  );
}

const useStyles = makeStyles({
  answer: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, overflowWrap: "anywhere", minWidth: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase200 },
});
