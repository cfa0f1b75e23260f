/** What the sample org knows of the companies it sells to. All names are invented, all domains reserved for examples. */
export interface SampleAccount {
  readonly key: string;
  readonly name: string;
  readonly owner: string;
  readonly industry: string;
  readonly city: string;
  readonly website: string;
}

export interface SampleContact {
  readonly account: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly email: string;
  readonly phone?: string;
  readonly mobile?: string;
  readonly birthday?: string;
}

export interface SampleOpportunity {
  readonly account: string;
  readonly name: string;
  readonly stage: string;
  readonly amount: number;
  /** Days from the day of seeding. */
  readonly closesInDays: number;
}

export interface SampleCase {
  readonly account: string;
  readonly contactEmail: string;
  readonly subject: string;
  readonly priority: string;
}

export interface SampleLead {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
  readonly owner: string;
}

const BEN = "ben.okafor@example.com";
const CARLA = "carla.mendes@example.com";
const DINA = "dina.rossi@example.com";

export const sampleAccounts: readonly SampleAccount[] = [
  account("harborlight", "Harborlight Marine", BEN, "Transportation", "Bergen"),
  account("quillcrane", "Quill & Crane Publishing", BEN, "Media", "Leiden"),
  account("brightorchard", "Bright Orchard Foods", CARLA, "Food & Beverage", "Porto"),
  account("copperfield", "Copper Field Hotels", CARLA, "Hospitality", "Graz"),
  account("vellum", "Vellum & Sons", DINA, "Retail", "Turin"),
];

export const sampleContacts: readonly SampleContact[] = [
  contact("harborlight", "Nora", "Haugen", "Fleet director", {
    phone: "+47 55 01 02 03",
    mobile: "+47 900 10 203",
    birthday: "1979-04-23",
  }),
  contact("harborlight", "Jonas", "Lie", "Purchasing", { phone: "+47 55 01 02 07" }),
  contact("quillcrane", "Margot", "de Wit", "Publisher", { phone: "+31 71 555 0134" }),
  contact("quillcrane", "Sven", "Brandt", "Facilities", {}),
  contact("brightorchard", "Inês", "Carvalho", "Store design", { mobile: "+351 910 555 017" }),
  contact("brightorchard", "Rui", "Santos", "Operations", { phone: "+351 22 555 0190" }),
  contact("copperfield", "Theresa", "Lang", "Owner", { phone: "+43 316 555 21" }),
  contact("vellum", "Paolo", "Ferri", "Buyer", { phone: "+39 011 555 0102" }),
  contact("vellum", "Giulia", "Conti", "Store manager", { mobile: "+39 333 555 0177" }),
];

export const sampleOpportunities: readonly SampleOpportunity[] = [
  {
    account: "harborlight",
    name: "Harborlight: deck lights for four ferries",
    stage: "Proposal/Price Quote",
    amount: 184_000,
    closesInDays: 40,
  },
  { account: "quillcrane", name: "Quill & Crane: reading room", stage: "Qualification", amount: 12_500, closesInDays: 75 },
  { account: "brightorchard", name: "Bright Orchard: 22 shops", stage: "Negotiation/Review", amount: 96_000, closesInDays: 20 },
  { account: "brightorchard", name: "Bright Orchard: cold store", stage: "Prospecting", amount: 31_000, closesInDays: 110 },
  { account: "copperfield", name: "Copper Field: lobby (won)", stage: "Closed Won", amount: 18_900, closesInDays: -30 },
];

export const sampleCases: readonly SampleCase[] = [
  {
    account: "harborlight",
    contactEmail: "nora.haugen@harborlight.example",
    subject: "Two lamps flicker on the Sognefjord",
    priority: "High",
  },
  {
    account: "brightorchard",
    contactEmail: "rui.santos@brightorchard.example",
    subject: "Invoice 2207 names the wrong shop",
    priority: "Medium",
  },
];

export const sampleLeads: readonly SampleLead[] = [
  { firstName: "Oona", lastName: "Virtanen", company: "Saltwick Museum", email: "oona.virtanen@saltwick.example", owner: BEN },
  { firstName: "Karim", lastName: "Haddad", company: "Studio Haddad", email: "karim@studiohaddad.example", owner: CARLA },
];

/** The owner of an account owns its contacts, opportunities, and cases. */
export function ownerOf(key: string): string {
  const found = sampleAccounts.find((one) => one.key === key);
  if (!found) throw new Error(`The sample data have no account ${key}.`);
  return found.owner;
}

function account(key: string, name: string, owner: string, industry: string, city: string): SampleAccount {
  return { key, name, owner, industry, city, website: `https://${key}.example` };
}

function contact(
  key: string,
  firstName: string,
  lastName: string,
  title: string,
  more: Pick<SampleContact, "phone" | "mobile" | "birthday">,
): SampleContact {
  const plain = `${firstName}.${lastName}`
    .normalize("NFD")
    .replaceAll(/[^A-Za-z.]/gu, "")
    .toLowerCase();
  return { account: key, firstName, lastName, title, email: `${plain}@${key}.example`, ...more };
}
