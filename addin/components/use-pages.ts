import { useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "../../shared/api/problem.ts";
import { problemFrom } from "../service/http.ts";
import type { Loaded } from "./use-loaded.ts";

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Pages<Item> {
  readonly loaded: Loaded<PageOf<Item>>;
  /** Why the next page or a change did not come; the pages so far stay. */
  readonly trouble: Problem | null;
  more(): void;
  again(): void;
  /** Does something to the list's items and shows what came of it. */
  change(work: Promise<Item>, isThis: (item: Item) => boolean): void;
}

/** A list that comes in pages, of what `key` names. Answers for an earlier key are dropped. */
export function usePages<Item>(key: string, load: (cursor: string | null) => Promise<PageOf<Item>>): Pages<Item> {
  const [shown, setShown] = useState<{ readonly key: string; readonly loaded: Loaded<PageOf<Item>> } | null>(null);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef({ key, load });
  useEffect(() => {
    latest.current = { key, load };
  });
  const failed = useCallback((error: unknown) => setTrouble(problemFrom(error)), []);
  const update = useCallback((of: string, next: (page: PageOf<Item>) => PageOf<Item>) => {
    setTrouble(null);
    setShown((before) =>
      before?.key === of && before.loaded.is === "found" ? { key: of, loaded: { is: "found", value: next(before.loaded.value) } } : before,
    );
  }, []);
  useEffect(() => {
    let wanted = true;
    latest.current.load(null).then(
      (value) => wanted && setShown({ key, loaded: { is: "found", value } }),
      (error: unknown) => wanted && setShown({ key, loaded: { is: "failed", problem: problemFrom(error) } }),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const loaded: Loaded<PageOf<Item>> = shown?.key === key ? shown.loaded : { is: "loading" };
  return {
    loaded,
    trouble,
    more() {
      if (loaded.is !== "found" || loaded.value.next === null) return;
      load(loaded.value.next).then((page) => update(key, ({ items }) => ({ items: [...items, ...page.items], next: page.next })), failed);
    },
    again() {
      setTrouble(null);
      setRound((before) => before + 1);
    },
    change(work, isThis) {
      work.then(
        (changed) => update(key, (page) => ({ ...page, items: page.items.map((item) => (isThis(item) ? changed : item)) })),
        failed,
      );
    },
  };
}
