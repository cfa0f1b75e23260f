/** A mutant that no test noticed, or might have noticed and was run too late. */
export interface Mutant {
  /** From the root of the project, with `/`. */
  readonly file: string;
  readonly line: number;
  /** What stands there, and what was put in its place, each on one line. */
  readonly from: string;
  readonly to: string;
  readonly survived: boolean;
}

/** Mutants that may survive, and why that is no gap. */
export interface Excuse {
  readonly file: string;
  readonly why: string;
  readonly mutants: readonly (readonly [from: string, to: string])[];
}

export interface Verdict {
  readonly passed: boolean;
  /** In sentences and a table, for a person to read. */
  readonly lines: readonly string[];
}

/** Issue of the least: this share of all mutants has to be killed, the excused ones counted as alive. */
const LEAST_KILLED = 0.9;

/** What a run came to: enough killed, every survivor excused, and no excuse for one that was killed. */
export function verdictOn(mutants: readonly Mutant[], excuses: readonly Excuse[]): Verdict {
  const files = [...Map.groupBy(mutants, ({ file }) => file)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const survivors = mutants.filter(({ survived }) => survived);
  const excused = new Set(excuses.flatMap(({ file, mutants: each }) => each.map(([from, to]) => keyOf({ file, from, to }))));
  const unexcused = survivors.filter((mutant) => !excused.has(keyOf(mutant)));
  const alive = new Set(survivors.map(keyOf));
  const tried = new Set(files.map(([file]) => file));
  const idle = excuses.flatMap(({ file, mutants: each }) =>
    each.filter(([from, to]) => tried.has(file) && !alive.has(keyOf({ file, from, to }))).map(([from, to]) => ({ file, from, to })),
  );
  const killed = mutants.length - survivors.length;
  const enough = killed >= LEAST_KILLED * mutants.length;
  return {
    passed: enough && unexcused.length === 0 && idle.length === 0,
    lines: [
      ...files.map(([file, own]) => `${share(own.filter(({ survived }) => !survived).length, own.length)}  ${file}`),
      `${share(killed, mutants.length)}  all; ${survivors.length - unexcused.length} survivors with a reason`,
      ...(enough ? [] : [`At least ${LEAST_KILLED * 100} % have to be killed.`]),
      ...unexcused.map(({ file, line, from, to }) => `Survived without a reason: ${file}:${line}: ${from} → ${to}`),
      ...idle.map(({ file, from, to }) => `Has a reason and does not survive: ${file}: ${from} → ${to}`),
    ],
  };
}

const keyOf = ({ file, from, to }: Pick<Mutant, "file" | "from" | "to">): string => JSON.stringify([file, from, to]);

const share = (killed: number, all: number): string =>
  `${(all === 0 ? 100 : (killed / all) * 100).toFixed(1).padStart(5)} %  ${String(killed).padStart(4)} of ${String(all).padStart(4)}`;
