import { useState } from "react";
import type { UndoReply } from "../../shared/api/administration.ts";
import type { Problem } from "../../shared/api/problem.ts";
import { problemFrom } from "../service/http.ts";
import type { UndoHow } from "../service/undo-how.ts";

type Undoing =
  | { readonly is: "idle" }
  | { readonly is: "busy" }
  /** What would be done, before it is. */
  | { readonly is: "asked"; readonly reply: UndoReply }
  | { readonly is: "done"; readonly reply: UndoReply }
  | { readonly is: "failed"; readonly problem: Problem };

/** A cycle takes an undo within a second or two; then the journal is worth reading again. */
const TOLD_AFTER_MS = 3_000;

/** A dry run, and on a second word the undo itself, with the consent that the dry run asked for (P5). */
export function useUndo(ask: (how: UndoHow) => Promise<UndoReply>, undone: () => void) {
  const [state, setState] = useState<Undoing>({ is: "idle" });
  const send = (how: UndoHow): void => {
    setState({ is: "busy" });
    ask(how).then(
      (reply) => {
        setState({ is: how.dryRun ? "asked" : "done", reply });
        if (!how.dryRun) setTimeout(undone, TOLD_AFTER_MS);
      },
      (error: unknown) => setState({ is: "failed", problem: problemFrom(error) }),
    );
  };
  return {
    state,
    look: () => send({ dryRun: true, mails: 0 }),
    act: () => state.is === "asked" && send({ dryRun: false, mails: state.reply.mails }),
    leave: () => setState({ is: "idle" }),
  };
}
