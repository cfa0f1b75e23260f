import type { MailboxCall } from "./call.ts";
import { GraphError } from "./graph-error.ts";
import { changeKey, checkExpand, etag, expandExtended, itemId, picked, selection } from "./item-view.ts";
import { expandExtensions } from "./open-extensions.ts";
import type { QueryOptions } from "./odata/query-options.ts";
import { contactShape } from "./shapes/contact-shape.ts";
import type { Fields, StoredItem } from "./stored.ts";

interface Email {
  readonly name?: string | null;
  readonly address?: string | null;
}

const NAME_PARTS = ["givenName", "middleName", "surname", "generation"] as const;
const EMAIL_SLOTS = ["primaryEmailAddress", "secondaryEmailAddress", "tertiaryEmailAddress"] as const;

/** What a contact holds that was made with nothing. */
const EMPTY: Fields = {
  categories: [],
  birthday: null,
  fileAs: "",
  displayName: "",
  givenName: null,
  initials: null,
  middleName: null,
  nickName: null,
  surname: null,
  title: null,
  yomiGivenName: null,
  yomiSurname: null,
  yomiCompanyName: null,
  generation: null,
  imAddresses: [],
  jobTitle: null,
  companyName: null,
  department: null,
  officeLocation: null,
  profession: null,
  businessHomePage: null,
  assistantName: null,
  manager: null,
  homePhones: [],
  mobilePhone: null,
  businessPhones: [],
  spouseName: null,
  personalNotes: "",
  children: [],
  emailAddresses: [],
  primaryEmailAddress: null,
  secondaryEmailAddress: null,
  tertiaryEmailAddress: null,
  homeAddress: {},
  businessAddress: {},
  otherAddress: {},
};

/** The fields of a contact after a body was written to it; `held` is null for a new one. */
export function writtenContact(held: Fields | null, sent: Fields): Fields {
  const next: Record<string, unknown> = { ...EMPTY, ...held, ...sent };
  for (const name of ["homeAddress", "businessAddress", "otherAddress"]) next[name] = filled(next[name]);
  if (typeof sent["birthday"] === "string") next["birthday"] = `${sent["birthday"].slice(0, 10)}T11:59:00Z`; // MG18
  settleEmails(next, sent);
  const partsChanged = held === null || NAME_PARTS.some((name) => name in sent && sent[name] !== held[name]);
  if (partsChanged && sent["displayName"] === undefined)
    next["displayName"] =
      NAME_PARTS.map((name) => next[name])
        .filter((part) => typeof part === "string" && part !== "")
        .join(" ") || fallbackName(next);
  if (partsChanged && sent["fileAs"] === undefined) next["fileAs"] = fileAs(next);
  return next;
}

/** The e-mail array and its three numbered properties are two views of the same. */
function settleEmails(next: Record<string, unknown>, sent: Fields): void {
  const list = [...((next["emailAddresses"] ?? []) as readonly Email[])];
  if (sent["emailAddresses"] === undefined) {
    for (const [index, name] of EMAIL_SLOTS.entries()) {
      const slot = sent[name] as Email | null | undefined;
      if (slot === undefined) continue;
      if (slot === null) list.splice(index, 1);
      else list[Math.min(index, list.length)] = slot;
    }
  }
  const emails = list.map((email) => ({ name: email.name ?? email.address ?? "", address: email.address ?? "" }));
  next["emailAddresses"] = emails;
  for (const [index, name] of EMAIL_SLOTS.entries()) next[name] = emails[index] ?? null;
}

function filled(address: unknown): Fields {
  return Object.fromEntries(Object.entries((address ?? {}) as Fields).filter(([, value]) => value !== null && value !== ""));
}

function fallbackName(fields: Fields): unknown {
  const emails = fields["emailAddresses"] as readonly Email[];
  return fields["companyName"] ?? emails[0]?.address ?? "";
}

function fileAs(fields: Fields): unknown {
  const given = [fields["givenName"], fields["middleName"]].filter((part) => typeof part === "string" && part !== "").join(" ");
  const surname = typeof fields["surname"] === "string" ? fields["surname"] : "";
  if (surname !== "" && given !== "") return `${surname}, ${given}`;
  return surname || given || fallbackName(fields);
}

/** How a reply shows contacts. */
export function contactShower(
  call: MailboxCall,
  options: Pick<QueryOptions, "select" | "expand"> = call.options,
): (item: StoredItem) => Record<string, unknown> {
  const chosen = selection(contactShape, options.select);
  checkExpand(options.expand, contactShape, ["extensions"]);
  return (item) => {
    const shown = picked(wholeContact(call, item), chosen, contactShape);
    if (options.expand.length > 0)
      Object.assign(shown, expandExtended(item.extended, options.expand), expandExtensions(item, options.expand));
    return shown;
  };
}

export function wholeContact(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  return {
    "@odata.etag": etag(item),
    id: itemId(item, call.prefer.idForm),
    createdDateTime: item.created,
    lastModifiedDateTime: item.modified,
    changeKey: changeKey(item),
    ...item.fields,
    parentFolderId: item.folderId,
  };
}

/** @throws GraphError 400 when a text is longer than Exchange holds. */
export function checkContactLengths(sent: Fields): void {
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value === "string" && name !== "personalNotes" && value.length > 32_000)
      throw new GraphError(400, "ErrorPropertyValidationFailure", `The property '${name}' is too long.`);
  }
}
