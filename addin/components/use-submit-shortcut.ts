import { useEffect, useRef } from "react";

/** Ctrl+Enter (Command+Enter on a Mac), wherever in the pane the focus is. A combination, so it needs no switch (WCAG 2.1.4). */
export function useSubmitShortcut(submit: () => void): void {
  const latest = useRef(submit);
  useEffect(() => {
    latest.current = submit;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
