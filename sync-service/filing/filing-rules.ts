import type { RuleId } from "../../shared/records/rules.ts";
import type { Problem } from "../errors.ts";
import type { FilingState } from "./filing-store.ts";
import { FLAG_CODES } from "./sharing.ts";

/** Codes of what is not shared (F5); see `sharing.ts`. */
const KEPT_OUT: readonly string[] = [...FLAG_CODES, "PRIVATE_MAIL", "CONFIDENTIAL_MAIL", "LABEL_KEPT_OUT"];

/** The rules that a filing's state rests on, for the journal and for "why?". */
export function rulesOfFiling(state: FilingState, problem: Pick<Problem, "code"> | null): readonly RuleId[] {
  if (problem !== null && KEPT_OUT.includes(problem.code)) return ["F5"];
  switch (state) {
    case "listed":
      return ["B4"];
    case "left":
    case "removing":
      return ["M4"];
    case "excluded":
      return problem?.code === "DRAFT" ? ["F1"] : ["F2"];
    case "failed":
    case "filed-in-part":
      return ["F1", "C6"];
    case "unsent":
    case "waiting":
    case "filing":
    case "filed":
      return ["F1"];
  }
}
