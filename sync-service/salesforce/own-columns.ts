import type { Problem } from "../errors.ts";
import { type OwnColumns } from "../mappings/own-columns.ts";
import type { Description, FieldDescription } from "./describe.ts";

/** What of the preset can be followed for one user, and why the rest is left alone. */
export interface Followed {
  readonly columns: OwnColumns;
  readonly leftAlone: readonly Problem[];
}

/** An e-mail field of Salesforce holds so many characters; a text that holds fewer cannot hold each address. */
const ADDRESS_LENGTH = 80;

/**
 * The org's own fields that the preset names for further addresses, in the spelling of the describe, as far as this user can read and write
 * them there. The third address stands behind the second, so without a place for that one it has none.
 */
export function followedColumns(wanted: OwnColumns, many: string, description: Description): Followed {
  const leftAlone: Problem[] = [];
  const second = placeOf("second", wanted.secondEmail);
  const third = second === null ? null : placeOf("third", wanted.thirdEmail);
  if (third === null || third !== second) return { columns: { secondEmail: second, thirdEmail: third }, leftAlone };
  return {
    columns: { secondEmail: second, thirdEmail: null },
    leftAlone: [...leftAlone, problem("third", second, "which holds the second one already")],
  };

  function placeOf(which: string, name: string | null): string | null {
    if (name === null) return null;
    const found = fieldNamed(name, description);
    const why = found ? unfitness(found) : `a field that ${many} do not have, or that a user may not see`;
    if (why !== null) leftAlone.push(problem(which, name, why));
    return why === null ? (found?.name ?? null) : null;
  }

  function problem(which: string, name: string, why: string): Problem {
    return {
      code: "OWN_FIELD_LEFT_ALONE",
      message: `The preset keeps the ${which} e-mail address of ${many} in ${name}, ${why}. It is left alone on both sides.`,
      remedy: "Name another field in the preset, or let the users see and edit this one in Salesforce Setup (field-level security).",
    };
  }
}

/** Names of fields count in any letter case. */
function fieldNamed(name: string, { fields }: Description): FieldDescription | null {
  const wanted = name.toLowerCase();
  return fields.get(name) ?? [...fields.values()].find((field) => field.name.toLowerCase() === wanted) ?? null;
}

function unfitness({ type, length, createable, updateable }: FieldDescription): string | null {
  if (!createable || !updateable) return "which a user may not edit";
  const fits = type === "email" || (type === "string" && length >= ADDRESS_LENGTH);
  return fits ? null : `which is no field for an e-mail address (e-mail, or text of ${ADDRESS_LENGTH} characters)`;
}
