import { useCallback, useEffect, useRef, useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { useService } from "../../components/service-context.ts";
import { problemFrom } from "../../service/http.ts";
import { pauseBeforeNextLook } from "./status-words.ts";

/** What the pane knows of the mail's fate. `trouble` stands beside an answer that could not be renewed. */
export type KnownStatus =
  | { readonly is: "loading" }
  | { readonly is: "known"; readonly status: EmailStatus; readonly trouble: Problem | null }
  | { readonly is: "failed"; readonly problem: Problem };

/**
 * Follows the status of a mail while the pane is seen: the service remembers, so a reload or another device shows the same. A moved
 * mail keeps its status and is looked at at once. `renew` shows an answer that came by another way, or asks anew.
 */
export function useEmailStatus(mail: OpenMail | null): readonly [KnownStatus, (status?: EmailStatus) => void] {
  const service = useService();
  const key = mail === null ? null : (mail.internetMessageId ?? mail.restId);
  const [shown, setShown] = useState<{ readonly key: string | null; readonly known: KnownStatus }>({ key, known: { is: "loading" } });
  const [round, setRound] = useState(0);
  const state = useRef<EmailStatus["state"] | null>(null);
  const restId = mail?.restId ?? null;
  const latest = useRef(mail);
  useEffect(() => {
    latest.current = mail;
  });

  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastNews = performance.now();
    state.current = null;
    const next = (): void => {
      clearTimeout(timer);
      if (wanted && document.visibilityState === "visible")
        timer = setTimeout(() => void look(), pauseBeforeNextLook(state.current, performance.now() - lastNews));
    };
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      if (latest.current === null) return;
      try {
        const status = await service.status(latest.current);
        if (!wanted) return;
        if (status.state !== state.current) lastNews = performance.now();
        state.current = status.state;
        setShown({ key, known: { is: "known", status, trouble: null } });
      } catch (error) {
        if (!wanted) return;
        const problem = problemFrom(error);
        setShown((before) =>
          before.key === key && before.known.is === "known"
            ? { key, known: { ...before.known, trouble: problem } }
            : { key, known: { is: "failed", problem } },
        );
      }
      next();
    };
    const seen = (): void => {
      if (document.visibilityState !== "visible") return clearTimeout(timer);
      lastNews = performance.now();
      void look();
    };
    document.addEventListener("visibilitychange", seen);
    globalThis.addEventListener("online", seen);
    void look();
    return () => {
      wanted = false;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      globalThis.removeEventListener("online", seen);
    };
    // A move changes the id alone: the same mail, to be looked at at once.
  }, [service, key, restId, round]);

  const renew = useCallback(
    (status?: EmailStatus) => {
      if (status) setShown({ key, known: { is: "known", status, trouble: null } });
      setRound((before) => before + 1);
    },
    [key],
  );
  return [shown.key === key ? shown.known : { is: "loading" }, renew];
}
