import { startStandIns, type StandIns } from "../sandbox/world.ts";
import { percentile, rounded } from "./figures.ts";

/** So much lies in one mailbox while the Graph stand-in is measured (issue "stand-ins", show 4). */
const HELD = { messages: 10_000, contacts: 10_000, events: 5_000 } as const;
const STAMP = "String {6f8f2b34-7a0e-4f0b-9a6c-0f0f7a6d1c11} Name Stamp";
const ADA = "ada@northwind.example";
const DAY_MS = 86_400_000;

/** How long one kind of request takes, over HTTP on one machine, in milliseconds. */
export interface StandInSpeed {
  readonly what: string;
  readonly medianMs: number;
  readonly slowMs: number;
}

/** Fills a mailbox and asks each kind of request `times` times, one after the other. */
export async function measureGraphStandIn(times = 25): Promise<readonly StandInSpeed[]> {
  const standIns = await startStandIns({ folder: null });
  try {
    const user = standIns.graph.seed.user({ userPrincipalName: ADA, displayName: "Ada Lovelace" }).id;
    fill(standIns);
    return await measureAll(standIns, user, times);
  } finally {
    await standIns.close();
  }
}

function fill({ graph: { seed } }: StandIns): void {
  const start = Date.parse("2026-01-01T08:00:00Z");
  const stamped = (index: number): Readonly<Record<string, unknown>> => ({
    singleValueExtendedProperties: [{ id: STAMP, value: `stamp-${index}` }],
  });
  for (let index = 0; index < HELD.messages; index += 1) {
    const at = new Date(start + index * 60_000).toISOString();
    const body = { contentType: "html", content: `<p>Message ${index} with some words in it.</p>` };
    const from = { emailAddress: { name: `Person ${index % 400}`, address: `person${index % 400}@customer.example` } };
    seed.message(
      ADA,
      "inbox",
      { subject: `Message ${index}`, internetMessageId: `<${index}@customer.example>`, receivedDateTime: at, sentDateTime: at, from, body },
      stamped(index),
    );
  }
  for (let index = 0; index < HELD.contacts; index += 1) {
    const emailAddresses = [{ address: `person${index}@customer.example` }];
    seed.contact(ADA, "contacts", { givenName: `First ${index}`, surname: `Last ${index}`, emailAddresses, ...stamped(index) });
  }
  for (let index = 0; index < HELD.events; index += 1) {
    const at = (hours: number): unknown => ({
      dateTime: new Date(start + (index / 10) * DAY_MS + hours * 3_600_000).toISOString().slice(0, 19),
      timeZone: "UTC",
    });
    seed.event(ADA, { subject: `Event ${index}`, start: at(0), end: at(1), ...stamped(index) });
  }
}

interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function measureAll(standIns: StandIns, user: string, times: number): Promise<readonly StandInSpeed[]> {
  const { seed } = standIns.graph;
  const root = `${standIns.graph.url}/v1.0/users/${user}`;
  const headers = { authorization: `Bearer ${standIns.graphToken()}` };
  const ask = async (path: string, init: Asking = {}): Promise<Readonly<Record<string, unknown>>> => {
    const reply = await fetch(path.startsWith("http") ? path : `${root}/${path}`, {
      ...init,
      headers: { ...headers, ...(init.body === undefined ? {} : { "content-type": "application/json" }), ...init.headers },
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text.slice(0, 200)}`);
    return text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  };
  const [messages, contacts] = [seed.items(ADA, "inbox"), seed.items(ADA, "contacts", "contacts")];
  const folder = `contactFolders/${seed.findFolder(ADA, "contacts", "contacts")?.id ?? ""}`;
  const paged = { Prefer: "odata.maxpagesize=200" };
  const some = (index: number): number => (index * 7919) % HELD.messages;
  const id = (list: typeof messages, index: number): string => {
    const item = list[some(index)];
    return item ? seed.id(item) : "";
  };
  const stamp = (index: number): string =>
    `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${STAMP}' and ep/value eq 'stamp-${some(index)}')`;
  const view = (index: number): string => {
    const from = Date.parse("2026-01-01T00:00:00Z") + (index % 300) * DAY_MS;
    return `startDateTime=${new Date(from).toISOString()}&endDateTime=${new Date(from + 30 * DAY_MS).toISOString()}`;
  };
  const next = async (start: string): Promise<string> => {
    let at = start;
    for (;;) {
      const page = await ask(at, { headers: { Prefer: "odata.maxpagesize=1000" } });
      if (typeof page["@odata.deltaLink"] === "string") return page["@odata.deltaLink"];
      at = String(page["@odata.nextLink"]);
    }
  };
  const mailDelta = await next("mailFolders/inbox/messages/delta?$select=subject");
  const contactDelta = await next(`${folder}/contacts/delta`);
  const viewDelta = await next(`calendarView/delta?${view(0)}`);

  const kinds: readonly (readonly [what: string, (index: number) => Promise<unknown>])[] = [
    ["messages: first page of ten", () => ask("messages")],
    ["messages: a page of a folder, far in", (index) => ask(`mailFolders/inbox/messages?$top=50&$skip=${some(index)}&$select=id,subject`)],
    ["messages: one by id", (index) => ask(`messages/${id(messages, index)}`)],
    ["messages: by internetMessageId", (index) => ask(`messages?$filter=internetMessageId eq '<${some(index)}@customer.example>'`)],
    ["messages: by extended property", (index) => ask(`messages?${stamp(index)}`)],
    [
      "messages: by category and date",
      () => ask("messages?$filter=categories/any(c:c eq 'Salesforce') and lastModifiedDateTime ge 2026-01-01T00:00:00Z"),
    ],
    [
      "messages: newest first, filtered by date",
      () => ask("messages?$filter=receivedDateTime ge 2026-01-05T00:00:00Z&$orderby=receivedDateTime desc"),
    ],
    ["messages: $search", (index) => ask(`messages?$search="subject:${some(index)}"`)],
    ["messages: delta, first page of 200", () => ask("mailFolders/inbox/messages/delta?$select=subject", { headers: paged })],
    ["messages: delta, nothing new", () => ask(mailDelta)],
    [
      "messages: changed, then delta",
      async (index) => {
        await ask(`messages/${id(messages, index)}`, { method: "PATCH", body: JSON.stringify({ isRead: index % 2 === 0 }) });
        await ask(mailDelta);
      },
    ],
    ["mail folders, with counts", () => ask("mailFolders?$top=50")],
    ["contacts: first page of ten", () => ask("contacts")],
    ["contacts: a page, far in", (index) => ask(`contacts?$top=100&$skip=${some(index)}`)],
    ["contacts: one by id", (index) => ask(`contacts/${id(contacts, index)}`)],
    ["contacts: by extended property", (index) => ask(`contacts?${stamp(index)}`)],
    ["contacts: by address", (index) => ask(`contacts?$filter=emailAddresses/any(a:a/address eq 'person${some(index)}@customer.example')`)],
    ["contacts: delta, first page of 200", () => ask(`${folder}/contacts/delta`, { headers: paged })],
    ["contacts: delta, nothing new", () => ask(contactDelta)],
    ["contacts: created", (index) => ask("contacts", { method: "POST", body: JSON.stringify({ givenName: `New ${index}` }) })],
    ["events: first page of ten", () => ask("events")],
    ["events: a month's view", (index) => ask(`calendarView?${view(index)}&$top=100`)],
    [
      "events: by extended property",
      (index) => ask(`events?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${STAMP}' and ep/value eq 'stamp-${index}')`),
    ],
    ["events: delta of a month, first page", (index) => ask(`calendarView/delta?${view(index)}`, { headers: paged })],
    ["events: delta, nothing new", () => ask(viewDelta)],
  ];
  const speeds: StandInSpeed[] = [];
  for (const [what, act] of kinds) {
    await act(0); // What is worked out once is not measured.
    const taken: number[] = [];
    for (let index = 1; index <= times; index += 1) {
      const start = performance.now();
      await act(index);
      taken.push(performance.now() - start);
    }
    speeds.push({ what, medianMs: rounded(percentile(taken, 0.5)), slowMs: rounded(percentile(taken, 0.95)) });
  }
  return speeds;
}

/** The figures as a table to read. */
export function speedTable(speeds: readonly StandInSpeed[]): string {
  const wide = Math.max(...speeds.map(({ what }) => what.length));
  const rows = speeds.map(
    ({ what, medianMs, slowMs }) => `${what.padEnd(wide)}  ${String(medianMs).padStart(8)}  ${String(slowMs).padStart(8)}`,
  );
  return [`${"milliseconds".padEnd(wide)}    median      95 %`, ...rows].join("\n");
}
