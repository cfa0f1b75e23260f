import { type Fault, FAULT_KINDS, type FaultKind, type StandInName } from "../base/faults.ts";

export const KINDS = Object.keys(FAULT_KINDS) as readonly FaultKind[];
export const PLACES: readonly StandInName[] = ["graph", "entra", "salesforce"];

/** The fault that a person wrote into the form; null when its kind is unknown, or its path is no regular expression. */
export function faultOf(form: Readonly<Record<string, string>>): Fault | null {
  const kind = KINDS.find((one) => one === form["kind"]);
  if (kind === undefined) return null;
  const number = (name: string): number | undefined => (form[name] ? Number(form[name]) : undefined);
  const path = form["path"] || undefined;
  try {
    if (path !== undefined) new RegExp(path, "u");
  } catch {
    return null;
  }
  const [on, probability, times, ms] = [PLACES.find((one) => one === form["on"]), number("probability"), number("times"), number("ms")];
  return {
    kind,
    ...(on === undefined ? {} : { on }),
    ...(form["method"] ? { method: form["method"].toUpperCase() } : {}),
    ...(path === undefined ? {} : { path }),
    ...(probability === undefined ? {} : { probability }),
    ...(times === undefined ? {} : { times }),
    ...(ms === undefined ? {} : { ms }),
  };
}
