import { type Static, Type } from "typebox";
import { Progress, Stopped } from "./progress.ts";
import { Problem } from "./problem.ts";

/** `GET /api/me`: who the caller is to Tandem, and whether the sync of his mailbox is well. */
export const Me = Type.Object({
  email: Type.String(),
  name: Type.String(),
  salesforceUsername: Type.Union([Type.String(), Type.Null()]),
  sync: Type.Union([Type.Literal("on"), Type.Literal("paused"), Type.Literal("off"), Type.Literal("unpaired")]),
  /** Null: connection healthy. */
  problem: Type.Union([Problem, Type.Null()]),
  /** The newest 20 items that need a person; `GET /api/attention` lists all, with what can be answered. */
  attention: Type.Array(
    Type.Object({
      kind: Type.String(),
      name: Type.String(),
      problem: Problem,
    }),
  ),
  /** While everything is read for the first time, or was stopped before its end; null before and afterwards. */
  firstSync: Type.Union([Progress, Type.Null()]),
  /** While the sync is paused: who paused it; null where no person did. */
  stopped: Type.Union([Stopped, Type.Null()]),
});
export type Me = Static<typeof Me>;
