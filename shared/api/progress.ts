import { type Static, Type } from "typebox";

const Counted = {
  done: Type.Integer({ description: "Items that are settled, or wait for a person." }),
  of: Type.Integer({ description: "Items found so far." }),
  failed: Type.Integer({ description: "Of the done ones: those that have a problem." }),
  held: Type.Integer({ description: "Of the done ones: those held, or with a question to a person." }),
  listed: Type.Integer({ description: "Of the done ones: those that lay there before, and wait for a choice (B4)." }),
};

export const KindProgress = Type.Object({
  kind: Type.Union([Type.Literal("email"), Type.Literal("contact"), Type.Literal("task"), Type.Literal("event")]),
  ...Counted,
  reading: Type.Boolean({ description: "Both sides are still being read for the first time, so that `of` grows." }),
});
export type KindProgress = Static<typeof KindProgress>;

/** Who stopped it, and when. */
export const Stopped = Type.Object({
  by: Type.String({ description: "His name, as his sign-in tells it." }),
  at: Type.String({ format: "date-time" }),
  own: Type.Boolean({ description: "It was the owner of the mailbox, who then can continue it himself." }),
});
export type Stopped = Static<typeof Stopped>;

/** How far a first sync is (B4). */
export const Progress = Type.Object({
  ...Counted,
  kinds: Type.Array(KindProgress),
  reading: Type.Boolean({ description: "Some kind is still being read." }),
  secondsLeft: Type.Union([Type.Integer(), Type.Null()], {
    description:
      "By the rate of the last minute, as this process has watched it; null while both sides are read, while it stands still, and until it was asked twice.",
  }),
  stopped: Type.Union([Stopped, Type.Null()]),
});
export type Progress = Static<typeof Progress>;
