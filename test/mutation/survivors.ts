import type { Excuse } from "./verdict.ts";

/** Every mutant that may survive, with the reason. One that is killed meanwhile has to go from here: the run says so. */
export const survivors: readonly Excuse[] = [];
