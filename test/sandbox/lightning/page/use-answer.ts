import { useCallback, useEffect, useState } from "react";

export type Answer<Value> = { readonly is: "loading" } | { readonly is: "found"; readonly value: Value } | { readonly is: "failed"; readonly why: string };

/** Reads what `key` names; anew when the key changes or `again` is called. */
export function useAnswer<Value>(key: string, read: () => Promise<Value>): readonly [Answer<Value>, () => void] {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly answer: Answer<Value> } | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    read().then(
      (value) => wanted && setAnswer({ key, answer: { is: "found", value } }),
      (error: unknown) => wanted && setAnswer({ key, answer: { is: "failed", why: error instanceof Error ? error.message : String(error) } }),
    );
    return () => {
      wanted = false;
    };
    // `read` is made anew at each drawing; `key` says whether it reads something else.
  }, [key, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return [answer?.key === key ? answer.answer : { is: "loading" }, again];
}
