import { useState } from "react";
import type { Me } from "../../../shared/api/me.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { FirstSyncProgress } from "../../components/first-sync-progress.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useService } from "../../components/service-context.ts";
import { useAgainEvery } from "../../components/use-again-every.ts";
import { problemFrom } from "../../service/http.ts";

const LOOK_AGAIN_MS = 2_000;

type Turning = { readonly is: "idle" } | { readonly is: "sending" } | { readonly is: "refused"; readonly problem: Problem };

/** The first sync of the user's own mailbox (B4). What an administrator has stopped, he continues. */
export function FirstSyncPanel({ me, again }: { readonly me: Me; readonly again: () => void }) {
  const service = useService();
  const [turning, setTurning] = useState<Turning>({ is: "idle" });
  useAgainEvery(me.firstSync !== null && me.sync === "on" ? LOOK_AGAIN_MS : null, again);
  if (me.firstSync === null) return null;
  const mayTurn = me.sync === "on" || me.stopped?.own === true;
  const turn = (to: "stop" | "continue"): void => {
    if (turning.is === "sending") return;
    setTurning({ is: "sending" });
    service.firstSync(to).then(
      () => {
        setTurning({ is: "idle" });
        again();
      },
      (error: unknown) => setTurning({ is: "refused", problem: problemFrom(error) }),
    );
  };
  return (
    <Section title="First sync">
      <FirstSyncProgress progress={me.firstSync} isBusy={turning.is === "sending"} turn={mayTurn ? turn : null} />
      {turning.is === "refused" && <ProblemNotice title="That did not work." problem={turning.problem} />}
    </Section>
  );
}
