import type { RecordFields } from "./api.ts";

/**
 * Whether Composite would take a value for a reference to another of its parts (`@{part.field}`) and put that one's answer in its
 * place. There is no way to write it as text, so such a record travels by another resource (SEC14).
 */
export function readsAsReference(fields: RecordFields): boolean {
  return JSON.stringify(fields).includes("@{");
}
