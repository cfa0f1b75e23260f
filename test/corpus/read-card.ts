import ICAL from "ical.js";

/** A contact as it is sent to Graph: only properties that have a value. */
export type MailboxContact = Readonly<Record<string, unknown>>;

/** The card says nothing that a contact could hold, or cannot be read. */
export class CardUnreadable extends Error {}

/**
 * A card as Outlook would import it: the first of each kind of thing where Exchange holds one, two phones and three addresses where
 * it holds those; what a mailbox contact has no place for is left out.
 * @throws CardUnreadable
 */
export function readCard(text: string): MailboxContact {
  const card = parsed(text);
  const all = (name: string): readonly ICAL.Property[] => card.getAllProperties(name);
  const first = (name: string): string | null => blankToNull(String(card.getFirstPropertyValue(name) ?? ""));
  const [surname, givenName, middleName, title, generation] = structured(card.getFirstProperty("n"));
  const organisation = structured(card.getFirstProperty("org"));
  const phones = all("tel").map((property) => ({ types: typesOf(property), value: phoneNumber(property) }));
  const phone = (wanted: (types: ReadonlySet<string>) => boolean): readonly string[] =>
    phones.filter(({ types, value }) => value !== "" && wanted(types)).map(({ value }) => value);
  const addresses = all("adr").map((property) => ({ types: typesOf(property), value: addressOf(property) }));
  const addressFor = (wanted: (types: ReadonlySet<string>) => boolean) =>
    addresses.find(({ types, value }) => value !== null && wanted(types))?.value ?? null;
  const isFax = (types: ReadonlySet<string>): boolean => types.has("fax") || types.has("pager");
  const isHome = (types: ReadonlySet<string>): boolean => types.has("home") && !types.has("work");
  const emails = all("email")
    .map((property) => valueOf(property))
    .filter((address) => address.includes("@"));
  const contact = {
    displayName: first("fn"),
    surname,
    givenName,
    middleName,
    title,
    generation,
    nickName: first("nickname"),
    companyName: organisation[0] ?? null,
    department: organisation[1] ?? null,
    jobTitle: first("title"),
    profession: first("role"),
    businessHomePage: first("url"),
    personalNotes: all("note")
      .map((property) => valueOf(property))
      .filter((note) => note !== "")
      .join("\n"),
    emailAddresses: emails.slice(0, 3).map((address) => ({ name: address, address })),
    mobilePhone: phone((types) => types.has("cell"))[0] ?? null,
    homePhones: phone((types) => isHome(types) && !isFax(types) && !types.has("cell")).slice(0, 2),
    businessPhones: phone((types) => !isHome(types) && !isFax(types) && !types.has("cell")).slice(0, 2),
    businessAddress: addressFor((types) => types.has("work")),
    homeAddress: addressFor((types) => isHome(types)),
    otherAddress: addressFor((types) => !types.has("work") && !types.has("home")),
    birthday: birthday(card.getFirstProperty("bday")),
    assistantName: first("x-ms-assistant") ?? first("x-evolution-assistant"),
    manager: first("x-ms-manager") ?? first("x-manager"),
    spouseName: first("x-ms-spouse") ?? first("x-evolution-spouse"),
  };
  const held = Object.fromEntries(Object.entries(contact).filter(([, value]) => !isEmpty(value)));
  if (Object.keys(held).length === 0) throw new CardUnreadable("The card has no property that a mailbox contact holds.");
  return held;
}

function parsed(text: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(text) as [string, unknown[], unknown[]]);
  } catch (error) {
    throw new CardUnreadable(error instanceof Error ? error.message : String(error));
  }
}

function structured(property: ICAL.Property | null): readonly (string | null)[] {
  if (!property) return [];
  const values = [property.getFirstValue()].flat() as unknown[];
  return values.map((value) =>
    blankToNull(
      [value]
        .flat()
        .map((part) => String(part))
        .join(" "),
    ),
  );
}

function valueOf(property: ICAL.Property): string {
  return tidy(
    [property.getFirstValue()]
      .flat()
      .map((part) => String(part))
      .join(" "),
  );
}

function phoneNumber(property: ICAL.Property): string {
  return valueOf(property).replace(/^tel:/iu, "");
}

function typesOf(property: ICAL.Property): ReadonlySet<string> {
  return new Set([property.getParameter("type") ?? []].flat().flatMap((types) => types.toLowerCase().split(",")));
}

function addressOf(property: ICAL.Property): Readonly<Record<string, string>> | null {
  const [box, extended, street, city, state, postalCode, countryOrRegion] = structured(property);
  const lines = [street, extended, box].filter((line) => line !== null && line !== undefined);
  const address = { street: lines.join("\n") || null, city, state, postalCode, countryOrRegion };
  const held = Object.fromEntries(Object.entries(address).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  return Object.keys(held).length === 0 ? null : held;
}

/** Outlook keeps birthdays at 11:59 UTC (MG18). A birthday without a year, or of another calendar, has no place in a mailbox. */
function birthday(property: ICAL.Property | null): string | null {
  if (!property) return null;
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/u.exec(valueOf(property)) ?? [];
  if (year === undefined || Number(year) < 1601 || Number.isNaN(Date.parse(`${year}-${month}-${day}`))) return null;
  return `${year}-${month}-${day}T11:59:00Z`;
}

function tidy(text: string): string {
  return text.replaceAll("\u0000", "").trim();
}

function blankToNull(text: string): string | null {
  const clean = tidy(text);
  return clean === "" ? null : clean;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
