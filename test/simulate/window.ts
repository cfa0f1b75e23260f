import type { SideName } from "../../shared/records/fields.ts";
import type { SimulatedKind } from "./plain-kinds.ts";

/** What the service was about to do to a record at the moment in which a person wrote to it. */
export interface Window {
  /** Comparing and writing are two steps there, and what was written between them may be lost (P9). */
  readonly isStated: () => boolean;
  /** It came after the versions were compared: that it was overwritten has to be told, no more. */
  readonly isRaced: () => boolean;
}

export type WindowOf = (kind: SimulatedKind, side: SideName, id: string) => Window;

/** Nothing was about to be written. */
export const NO_WINDOW: Window = { isStated: () => false, isRaced: () => false };
