import { Button, Caption1, Checkbox, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Answer, AttentionItem } from "../../../shared/api/attention.ts";
import { CandidateChoice } from "./candidate-choice.tsx";
import { type Group, needsOne } from "./groups.ts";

export interface AttentionGroupProps {
  readonly group: Group;
  readonly isBusy: boolean;
  readonly answer: (items: readonly AttentionItem[], given: AttentionItem["answers"][number], recordId?: string) => void;
}

/** Items that wait for the same reason: tick those that are meant, then answer. */
export function AttentionGroup({ group, isBusy, answer }: AttentionGroupProps) {
  const styles = useStyles();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const open = group.items.filter((item) => !item.answered && item.answers.length > 0);
  const chosen = open.filter(({ id }) => ticked.has(id));
  const tick = (ids: readonly string[], on: boolean): void => {
    const others = [...ticked].filter((id) => !ids.includes(id));
    setTicked(new Set(on ? [...others, ...ids] : others));
  };
  const [first] = group.items;
  if (!first) return null;
  return (
    <section className={styles.group} aria-label={first.problem.message}>
      <Caption1>
        {first.problem.message} {first.problem.remedy}
      </Caption1>
      {open.length > 1 && group.together.length > 0 && (
        <Checkbox
          label="All that are shown"
          checked={chosen.length === open.length ? true : chosen.length > 0 ? "mixed" : false}
          onChange={(_event, { checked }) =>
            tick(
              open.map(({ id }) => id),
              checked === true,
            )
          }
        />
      )}
      <ul className={styles.list}>
        {group.items.map((item) => (
          <li key={item.id}>
            {open.includes(item) && group.together.length > 0 ? (
              <Checkbox
                label={item.name}
                checked={ticked.has(item.id)}
                onChange={(_event, { checked }) => tick([item.id], checked === true)}
              />
            ) : (
              <Text weight="semibold">{item.name}</Text>
            )}
            {item.answered && <Caption1 block>Your answer is being carried out.</Caption1>}
            {!item.answered && item.answers.some((each) => needsOne(item, each.answer)) && (
              <CandidateChoice item={item} isBusy={isBusy} choose={(given, recordId) => answer([item], given, recordId)} />
            )}
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <div className={styles.answers}>
          {group.together.map((given) => (
            <Offered key={given.answer} given={given} number={chosen.length} isBusy={isBusy} press={() => answer(chosen, given)} />
          ))}
        </div>
      )}
    </section>
  );
}

interface OfferedProps {
  readonly given: { readonly answer: Answer; readonly label: string; readonly effect: string };
  readonly number: number;
  readonly isBusy: boolean;
  readonly press: () => void;
}

/** Why it cannot be pressed yet stands in its title, which stays readable: the button keeps the focus (OA20). */
function Offered({ given, number, isBusy, press }: OfferedProps) {
  const isOff = number === 0 || isBusy;
  return (
    <Button size="small" disabledFocusable={isOff} title={number === 0 ? "Tick the items that are meant." : given.effect} onClick={press}>
      {given.label}
      {number > 1 ? ` (${number})` : ""}
    </Button>
  );
}

const useStyles = makeStyles({
  group: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, marginTop: tokens.spacingVerticalS, minWidth: 0 },
  list: { margin: 0, paddingLeft: 0, listStyleType: "none", overflowWrap: "anywhere" },
  answers: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});
