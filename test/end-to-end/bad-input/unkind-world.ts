import { expect } from "vitest";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { FilingChoice } from "../../../shared/api/filing.ts";
import type { Me } from "../../../shared/api/me.ts";
import { folderNames } from "../../../shared/records/names.ts";
import { emptyDatabase } from "../../database.ts";
import { type AdminApi, adminApi } from "../../sandbox/admin-api.ts";
import { freePort } from "../../sandbox/free-port.ts";
import type { StoredItem } from "../../sandbox/graph/stored.ts";
import { type SalesforceReader, salesforceReader } from "../../sandbox/salesforce-reader.ts";
import type { UserSeed } from "../../sandbox/salesforce/seed.ts";
import { type MimeMessage, mime } from "../../sandbox/seed/mime.ts";
import { type ServiceProcess, startService } from "../../sandbox/service-process.ts";
import { type StandInOptions, type StandIns, startStandIns } from "../../sandbox/world.ts";

/** The service as a process, and the stand-ins, for tests that are unkind to both. */
export interface UnkindWorld {
  readonly standIns: StandIns;
  readonly service: ServiceProcess;
  readonly admin: AdminApi;
  /** The organisation as somebody who sees all of it. */
  readonly salesforce: SalesforceReader;
  /** Somebody with a mailbox and a Salesforce user; not paired yet. */
  person(name: string, salesforceUser?: Partial<UserSeed>): Person;
  /** A call as an administrator's script makes it. */
  administer(method: string, path: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

export interface Person {
  readonly email: string;
  readonly username: string;
  readonly salesforceId: string;
  /** Puts a mail into the inbox. */
  mail(message: Partial<MimeMessage>): Promise<StoredItem>;
  /** As a person drags it: to "Salesforce Emails" unless another folder is named. */
  drag(item: StoredItem, folder?: string): StoredItem;
  /** A mail that is dragged to "Salesforce Emails" at once. */
  filed(message: Partial<MimeMessage>): Promise<StoredItem>;
  contact(fields: Readonly<Record<string, unknown>>): StoredItem;
  /** The contact as it stands in the mailbox now; undefined when it is gone. */
  now(item: StoredItem): StoredItem | undefined;
  contacts(): readonly StoredItem[];
  status(item: StoredItem): Promise<EmailStatus>;
  fileInPane(item: StoredItem, choice: FilingChoice): Promise<EmailStatus>;
  me(): Promise<Me>;
}

let messages = 0;

export async function unkindWorld(options: Partial<StandInOptions> = {}): Promise<UnkindWorld> {
  const standIns = await startStandIns({ folder: null, ...options });
  const database = await emptyDatabase();
  const port = await freePort();
  const service = await startService(
    standIns.serviceEnvironment({ port, databaseUrl: database.url, publicUrl: `http://127.0.0.1:${port}`, pollSeconds: 1 }),
  );
  const admin = adminApi(standIns, () => service.url);
  standIns.salesforce.seed.user({ Username: "eye@example.org", Email: "eye@example.org", admin: true });
  const eye = standIns.salesforce.signIn("eye@example.org");
  const call = (token: string, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${service.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    standIns,
    service,
    admin,
    salesforce: salesforceReader(
      () => standIns.salesforce.url,
      () => eye,
    ),
    person: (name, salesforceUser = {}) => person(name, salesforceUser),
    administer: (method, path, body) => call(standIns.adminToken(), method, path, body),
    async close() {
      await service.kill();
      await standIns.close();
      await database.drop();
    },
  };

  function person(name: string, salesforceUser: Partial<UserSeed>): Person {
    const email = `${name}@example.com`;
    const username = `${email}.sandbox`;
    const { graph, salesforce } = standIns;
    graph.seed.user({ userPrincipalName: email, displayName: name });
    const salesforceId = salesforce.seed.user({ Username: username, Email: email, FirstName: name, LastName: "Unkind", ...salesforceUser });
    const asHim = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const reply = await call(standIns.userToken(email), method, path, body);
      if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
      return (await reply.json()) as T;
    };
    const drag = (item: StoredItem, folder: string = folderNames.emails): StoredItem => graph.seed.move(item, folder);
    const mail = (message: Partial<MimeMessage>): Promise<StoredItem> => graph.seed.mime(email, "inbox", mime(whole(message, email)));
    const path = (item: StoredItem): string => `/api/emails/${encodeURIComponent(graph.seed.id(item, "immutable"))}`;
    return {
      email,
      username,
      salesforceId,
      mail,
      drag,
      filed: async (message) => drag(await mail(message)),
      contact: (fields) => graph.seed.contact(email, folderNames.contacts, fields),
      now: (item) => graph.seed.mailbox(email).item(item.key),
      contacts: () => graph.seed.items(email, folderNames.contacts, "contacts"),
      status: (item) => asHim("GET", `${path(item)}/status`),
      fileInPane: (item, choice) => asHim("POST", `${path(item)}/filing`, choice),
      me: () => asHim("GET", "/api/me"),
    };
  }
}

function whole(message: Partial<MimeMessage>, to: string): MimeMessage {
  messages += 1;
  return {
    messageId: `<unkind-${messages}@outside.example>`,
    from: "Olga Outside <olga@outside.example>",
    to: [to],
    subject: `Unkind mail ${messages}`,
    sent: new Date(Date.UTC(2026, 2, 1, 8, messages % 60)),
    text: "Good morning.",
    ...message,
  };
}

/** Asks again until it holds: for what the service does by itself. The last failure is told when it never does. */
export async function eventually<T>(look: () => Promise<T> | T, withinSeconds = 20): Promise<T> {
  const until = performance.now() + withinSeconds * 1000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
}

/** C6, A1: every problem that a person is shown says what happened and what to do, in sentences and without the inside of things. */
export function expectClear(problem: { readonly message: string; readonly remedy: string } | null | undefined): void {
  if (!problem) throw new Error("nothing is said of what is wrong");
  for (const sentence of [problem.message, problem.remedy]) {
    expect(sentence).toMatch(/^["A-Z].{15,}[.?)]$/su);
    expect(sentence).not.toMatch(/undefined|null|\[object|Error:|\bat \w+ \(|stack|[0-9a-f]{8}-[0-9a-f]{4}/u);
  }
}
