import { useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "../../shared/api/problem.ts";
import { problemFrom } from "../service/http.ts";

/** Something asked of the service. */
export type Loaded<Value> =
  | { readonly is: "loading" }
  | { readonly is: "found"; readonly value: Value }
  | { readonly is: "failed"; readonly problem: Problem };

/**
 * Loads what `key` names, anew when the key changes or `again` is called. An answer for an earlier key is dropped; a reload keeps
 * what is shown until the new answer is there.
 */
export function useLoaded<Value>(key: string, load: () => Promise<Value>): readonly [Loaded<Value>, () => void] {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly loaded: Loaded<Value> } | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    let wanted = true;
    const arrives = (loaded: Loaded<Value>): void => {
      if (wanted) setAnswer({ key, loaded });
    };
    latest.current().then(
      (value) => arrives({ is: "found", value }),
      (error: unknown) => arrives({ is: "failed", problem: problemFrom(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return [answer?.key === key ? answer.loaded : { is: "loading" }, again];
}
