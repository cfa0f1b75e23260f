import { useEffect, useRef } from "react";

/** Asks again and again while something moves and the page is seen; `ms` null: it stands still. */
export function useAgainEvery(ms: number | null, again: () => void): void {
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    if (ms === null) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && latest.current(), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
