import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../cycle/side.ts";
import { isOwnFault } from "../cycle/own-fault.ts";
import { readable } from "../cycle/unreadable.ts";
import type { Outside } from "../engine/known.ts";
import { AccessLost, Gone } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { hasStamp, type RecordAccess, type RecordRow, versionOf } from "./record-access.ts";

/** An object as one user sees it. */
export interface Described {
  readonly userId: string;
  readonly description: Description;
}

/** What one object has of its own. */
export interface ObjectParts<F extends Fields, R extends RecordRow> extends Pick<
  RecordAccess<F, R>,
  "object" | "many" | "fromRow" | "toFields" | "sentOnly"
> {
  /** The fields that this user can read and write. */
  readonly fields: readonly (keyof F & string)[];
  readonly columns: Readonly<Record<keyof F & string, string>>;
  /** Of fields whose column is a setting, that column. */
  readonly heldIn?: Readonly<Partial<Record<keyof F & string, string | null>>>;
  /** Further columns, where the user sees them. */
  readonly beside: readonly string[];
  /** In scope whoever owns them. Absent: the user's own alone. */
  readonly ofAnybody?: boolean;
  /** How a row stands. Null when it lives on as another record (SF19). */
  standing(row: R): {
    /** Why the row comes down to nobody, whoever owns it; null: nothing speaks against it. */
    readonly outside: Outside | null;
    readonly editable?: boolean;
    readonly past?: boolean;
    readonly others?: true;
    readonly invited?: true;
  } | null;
}

/** Null when the user may not see the object: describe then knows no such. Asked once, kept by the client. */
export async function describedTo(api: Salesforce, object: string): Promise<Described | null> {
  try {
    const [{ userId }, description] = await Promise.all([api.identity(), api.describe(object)]);
    return { userId, description };
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** @throws AccessLost when the user may not see them at all */
export async function describedActivities(api: Salesforce, object: "Task" | "Event"): Promise<Described> {
  const described = await describedTo(api, object);
  if (described) return described;
  throw new AccessLost({
    code: object === "Task" ? "SALESFORCE_TASKS_HIDDEN" : "SALESFORCE_EVENTS_HIDDEN",
    message: `The Salesforce user may not see ${object.toLowerCase()}s, so none are kept in step.`,
    remedy: `Give the user's profile or a permission set access to activities (Edit ${object}s) in Salesforce Setup; sync then goes on by itself.`,
  });
}

export function accessOf<F extends Fields, R extends RecordRow>(
  { fields, columns, heldIn, beside, ofAnybody = false, standing, ...parts }: ObjectParts<F, R>,
  { userId, description }: Described,
): RecordAccess<F, R> {
  const usable = new Set<string>(fields);
  const hidden = Object.keys(columns).filter((field) => !usable.has(field));
  const chosen = Object.entries(heldIn ?? {}).filter((each): each is [string, string] => typeof each[1] === "string");
  return {
    ...parts,
    userId,
    description,
    fields: new Set(fields),
    columns: [
      ...new Set([
        ...["Id", "OwnerId", "SystemModstamp"],
        ...beside.filter((name) => description.fields.has(name)),
        ...fields.map((field) => columns[field]),
      ]),
    ],
    stamps: hasStamp(description),
    concerns,
    seen: (row) => readable("salesforce", row.Id, () => seen(row)),
  };

  function isOwned({ OwnerId }: R): boolean {
    return ofAnybody || OwnerId === userId;
  }

  function concerns(row: R): boolean {
    if (!isOwned(row)) return false;
    try {
      return standing(row)?.outside === null;
    } catch (error) {
      if (isOwnFault(error)) return true; // not even that can be told
      throw error;
    }
  }

  function seen(row: R): Seen<F> | null {
    const own = standing(row);
    if (own === null) return null;
    const { editable = true, past, others, invited } = own;
    const outside = isOwned(row) ? own.outside : "not-owned";
    return {
      id: row.Id,
      version: versionOf(row),
      record: parts.fromRow(row),
      standing: {
        on: "salesforce",
        inScope: outside === null,
        ...(outside === null ? {} : { outside }),
        ownerId: row.OwnerId,
        editable: editable && description.updateable,
        ...(hidden.length === 0 ? {} : { hidden }),
        ...(chosen.length === 0 ? {} : { heldIn: Object.fromEntries(chosen) }),
        ...(past === undefined ? {} : { past }),
        ...(others ? { others } : {}),
        ...(invited ? { invited } : {}),
        changedAt: versionOf(row),
      },
    };
  }
}
