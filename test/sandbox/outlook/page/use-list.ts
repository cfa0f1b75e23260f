import { useCallback, useEffect, useRef, useState } from "react";
import { reasonOf } from "./graph.ts";

export type Listed<Item> =
  | { readonly is: "loading" }
  | { readonly is: "found"; readonly items: readonly Item[] }
  | { readonly is: "failed"; readonly why: string };

/** A list that is read when `key` changes, when `again` is called, and every few seconds while the page is seen: mail arrives by itself. */
export function useList<Item>(key: string, read: () => Promise<readonly Item[]>, everyMs = 3_000): readonly [Listed<Item>, () => void] {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly list: Listed<Item> } | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    let wanted = true;
    const look = (): void => {
      latest.current().then(
        (items) => wanted && setAnswer({ key, list: { is: "found", items } }),
        (error: unknown) => wanted && setAnswer({ key, list: { is: "failed", why: reasonOf(error) } }),
      );
    };
    look();
    const timer = setInterval(() => document.visibilityState === "visible" && look(), everyMs);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [key, round, everyMs]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return [answer?.key === key ? answer.list : { is: "loading" }, again];
}
