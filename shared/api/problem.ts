import { type Static, Type } from "typebox";

/** Why something did not happen, and what to do: the one shape of every error reply and of every reason on an item. */
export const Problem = Type.Object({
  code: Type.String({ description: "Stable, upper case: THROTTLED, FIELD_MISSING, …" }),
  message: Type.String({ description: "Cause and effect, in a sentence." }),
  remedy: Type.String({ description: "The next step, in a sentence." }),
});
export type Problem = Static<typeof Problem>;
