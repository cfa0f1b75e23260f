import { folderNames } from "../../shared/records/names.ts";

/** A mailbox reached through Graph's public API: what a person does in Outlook, done by a program. Ids are immutable ones. */
export interface MailboxClient {
  get<T>(path: string): Promise<T>;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  bytes(path: string): Promise<Buffer>;
  /** Every item of a collection, over all its pages. */
  all<T>(path: string): Promise<readonly T[]>;
  /** The id of the folder in which mails are filed. @throws Error before the mailbox was set up */
  filingFolder(): Promise<string>;
  contactsFolder(): Promise<string>;
}

interface Named {
  readonly id: string;
  readonly displayName: string;
}

export function mailboxClient(graphUrl: () => string, token: () => string, user: string): MailboxClient {
  const base = (): string => `${graphUrl()}/v1.0/users/${encodeURIComponent(user)}`;
  const ask = async (method: string, url: string, body?: unknown): Promise<Response> => {
    const reply = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token()}`,
        prefer: 'IdType="ImmutableId", outlook.body-content-type="text"',
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${url} answered ${reply.status}: ${(await reply.text()).slice(0, 500)}`);
    return reply;
  };
  const json = async <T>(reply: Response): Promise<T> => {
    const text = await reply.text();
    return (text === "" ? null : JSON.parse(text)) as T;
  };
  const all = async <T>(path: string): Promise<readonly T[]> => {
    const items: T[] = [];
    let next: string | undefined = `${base()}${path}`;
    while (next !== undefined) {
      const page: { readonly value: readonly T[]; readonly "@odata.nextLink"?: string } = await json(await ask("GET", next));
      items.push(...page.value);
      next = page["@odata.nextLink"];
    }
    return items;
  };
  const folder = async (path: string, name: string): Promise<string> => {
    const found = (await all<Named>(path)).find(({ displayName }) => displayName === name);
    if (!found) throw new Error(`the mailbox of ${user} has no folder "${name}"`);
    return found.id;
  };
  return {
    get: async (path) => json(await ask("GET", `${base()}${path}`)),
    send: async (method, path, body) => json(await ask(method, `${base()}${path}`, body)),
    bytes: async (path) => Buffer.from(await (await ask("GET", `${base()}${path}`)).arrayBuffer()),
    all,
    filingFolder: () => folder("/mailFolders?$top=100", folderNames.emails),
    contactsFolder: () => folder("/contactFolders?$top=100", folderNames.contacts),
  };
}
