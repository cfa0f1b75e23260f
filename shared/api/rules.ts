import { type Static, Type } from "typebox";

/** A rule by its number; one that nothing rests on finds nothing. */
export const RuleNumber = Type.String({ pattern: "^[A-Z]{1,2}[0-9]{1,2}$", description: "A rule by its number: M3, C2." });

/** A rule that something rests on, in the words of the person who lives with it. */
export const AppliedRule = Type.Object({ id: Type.String(), words: Type.String() });
export type AppliedRule = Static<typeof AppliedRule>;
