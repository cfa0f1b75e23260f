import { useCallback, useEffect, useRef, useState } from "react";

export type Answer<Value> =
  | { readonly is: "loading" }
  | { readonly is: "found"; readonly value: Value }
  | { readonly is: "failed"; readonly why: string };

/** Reads what `key` names; anew when the key changes or `again` is called. */
export function useAnswer<Value>(key: string, read: () => Promise<Value>): readonly [Answer<Value>, () => void] {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly answer: Answer<Value> } | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    let wanted = true;
    latest.current().then(
      (value) => wanted && setAnswer({ key, answer: { is: "found", value } }),
      (error: unknown) =>
        wanted && setAnswer({ key, answer: { is: "failed", why: error instanceof Error ? error.message : String(error) } }),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return [answer?.key === key ? answer.answer : { is: "loading" }, again];
}
