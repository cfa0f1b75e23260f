import type { Answer, AttentionItem } from "../../../shared/api/attention.ts";

/** Items that happened the same way and take the same answers: answered one by one, or together. */
export interface Group {
  readonly key: string;
  readonly items: readonly AttentionItem[];
  /** To any number of them at once; what has to name one of several is asked at the item. */
  readonly together: AttentionItem["answers"];
}

export function groupsOf(items: readonly AttentionItem[]): readonly Group[] {
  const groups = new Map<string, AttentionItem[]>();
  for (const item of items) {
    const key = [item.problem.code, ...item.answers.map(({ answer }) => answer)].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, [first, ...rest]]) => ({
    key,
    items: first ? [first, ...rest] : [],
    together: first?.answers.filter(({ answer }) => !needsOne(first, answer)) ?? [],
  }));
}

/** Both values are shown side by side, so each stands for itself. */
export const isConflict = (item: AttentionItem): item is AttentionItem & { readonly conflict: NonNullable<AttentionItem["conflict"]> } =>
  item.conflict !== undefined;

export const needsOne = (item: AttentionItem, answer: Answer): boolean => answer === "link" && item.candidates.length > 1;
