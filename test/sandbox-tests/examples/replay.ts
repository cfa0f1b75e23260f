import type { Example } from "./example-files.ts";
import type { Handling } from "./handling.ts";
import { differences } from "./shape.ts";

/** Replays one example. Answers what differs without being excused, and what is excused and does not differ. */
export async function replays<State>(example: Example, handling: Handling<State> | undefined, state: State): Promise<readonly string[]> {
  if (handling?.is !== "replayed") throw new Error(`${example.name} is not to be replayed`);
  const shown = handling.shown(example);
  const given = await handling.ask(state, example);
  const excused = Object.keys(handling.differs);
  const refused = shown.status === null ? (given.status ?? 200) >= 500 : given.status !== shown.status;
  if (refused) {
    const difference = `answered ${given.status}, not ${shown.status}`;
    return excused.includes(difference) ? [] : [`${difference}: ${JSON.stringify(given.body)}`];
  }
  const found = typeof shown.body === "object" ? differences(shown.body, given.body) : [];
  return [
    ...found.filter((difference) => !excused.includes(difference)),
    ...excused.filter((difference) => !found.includes(difference)).map((difference) => `excused for nothing: ${difference}`),
  ];
}

/** A sentence for the end of the run: how many of what, and why not. */
export function summary<State>(name: string, table: Readonly<Record<string, Handling<State>>>): string {
  const all = Object.values(table);
  const played = all.filter(({ is }) => is === "replayed").length;
  const reasons = (is: "wrong" | "uncovered"): string => {
    const whys = all.flatMap((handling) => (handling.is === is ? [handling.why] : []));
    const times = Map.groupBy(whys, (why) => why);
    const each = [...times].map(([why, list]) => (list.length === 1 ? why : `${why} (${list.length})`));
    return `${whys.length}${whys.length === 0 ? "" : `: ${each.join("; ")}`}`;
  };
  return `${name}: ${played} replayed; wrong by the facts ${reasons("wrong")}; not covered ${reasons("uncovered")}`;
}
