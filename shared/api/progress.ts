import { type Static, Type } from "typebox";

/** How far a first sync is (B4). `of` grows while the sides are still being read. */
export const Progress = Type.Object({
  done: Type.Integer({ description: "Items that are settled, or wait for a person." }),
  of: Type.Integer({ description: "Items found so far." }),
});
export type Progress = Static<typeof Progress>;
