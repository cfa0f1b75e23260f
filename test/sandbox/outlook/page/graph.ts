/** Graph said no; `status` 501 is the stand-in's word for a path it does not cover. */
export class GraphRefused extends Error {
  override readonly name = "GraphRefused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface EmailAddress {
  readonly emailAddress: { readonly name?: string; readonly address?: string };
}

export interface MailFolder {
  readonly id: string;
  readonly displayName: string;
  readonly childFolderCount: number;
  readonly totalItemCount: number;
  readonly unreadItemCount: number;
}

export interface MessageHead {
  readonly id: string;
  readonly subject: string | null;
  readonly from?: EmailAddress;
  readonly receivedDateTime: string;
  readonly hasAttachments: boolean;
  readonly isRead: boolean;
  readonly categories: readonly string[];
}

export interface Message extends MessageHead {
  readonly toRecipients: readonly EmailAddress[];
  readonly ccRecipients: readonly EmailAddress[];
  readonly internetMessageId: string | null;
  readonly conversationId: string;
  readonly parentFolderId: string;
  readonly body: { readonly contentType: string; readonly content: string };
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId?: string | null;
  readonly contentType: string | null;
}

export interface GraphContact {
  readonly id: string;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly emailAddresses: readonly { readonly name?: string | null; readonly address?: string | null }[];
  readonly businessPhones: readonly string[];
  readonly mobilePhone: string | null;
  readonly jobTitle: string | null;
  readonly companyName: string | null;
  readonly categories: readonly string[];
}

const HEAD = "id,subject,from,receivedDateTime,hasAttachments,isRead,categories";
const WHOLE = `${HEAD},toRecipients,ccRecipients,internetMessageId,conversationId,parentFolderId,body`;

/** Microsoft Graph as the signed-in user: the public API, nothing else. */
export class Graph {
  readonly #root: string;
  readonly #token: () => Promise<string>;

  constructor(graphUrl: string, token: () => Promise<string>) {
    this.#root = `${graphUrl}/v1.0/me`;
    this.#token = token;
  }

  async ask<Reply>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Reply> {
    const reply = await fetch(path.startsWith("http") ? path : `${this.#root}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const answer = (text === "" ? {} : JSON.parse(text)) as { readonly error?: { readonly message?: string } };
    if (!reply.ok) throw new GraphRefused(reply.status, answer.error?.message ?? `Graph answered ${reply.status}.`);
    return answer as Reply;
  }

  /** All pages of a list, up to a thousand. */
  async list<Item>(path: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let next: string | undefined = path;
    while (next !== undefined && items.length < 1_000) {
      const page: { readonly value: readonly Item[]; readonly "@odata.nextLink"?: string } = await this.ask("GET", next);
      items.push(...page.value);
      next = page["@odata.nextLink"];
    }
    return items;
  }

  me(): Promise<{ readonly displayName: string; readonly mail: string | null; readonly userPrincipalName: string }> {
    return this.ask("GET", "");
  }

  /** The folders of the mailbox with their depth, each before its own. */
  async folders(under = "", depth = 0): Promise<readonly (MailFolder & { readonly depth: number })[]> {
    const found = await this.list<MailFolder>(under === "" ? "/mailFolders?$top=100" : `/mailFolders/${under}/childFolders?$top=100`);
    const families = await Promise.all(
      found.map(async (folder) => [{ ...folder, depth }, ...(folder.childFolderCount > 0 ? await this.folders(folder.id, depth + 1) : [])]),
    );
    return families.flat();
  }

  async messages(folderId: string): Promise<readonly MessageHead[]> {
    const page = await this.ask<{ readonly value: readonly MessageHead[] }>(
      "GET",
      `/mailFolders/${folderId}/messages?$select=${HEAD}&$orderby=receivedDateTime desc&$top=100`,
    );
    return page.value;
  }

  message(id: string): Promise<Message> {
    return this.ask("GET", `/messages/${id}?$select=${WHOLE}`);
  }

  attachments(id: string): Promise<readonly Attachment[]> {
    return this.list(`/messages/${id}/attachments?$select=id,name,size,isInline,contentType`);
  }

  /** The moved mail, under its new id. */
  move(id: string, destinationId: string): Promise<Message> {
    return this.ask("POST", `/messages/${id}/move`, { destinationId });
  }

  setCategories(id: string, categories: readonly string[]): Promise<Message> {
    return this.ask("PATCH", `/messages/${id}`, { categories });
  }

  async download(messageId: string, attachment: Attachment): Promise<Blob> {
    const reply = await fetch(`${this.#root}/messages/${messageId}/attachments/${attachment.id}/$value`, {
      headers: { authorization: `Bearer ${await this.#token()}` },
    });
    if (!reply.ok) throw new GraphRefused(reply.status, `The attachment could not be read (${reply.status}).`);
    return reply.blob();
  }
}

/** What to show for anything that was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof GraphRefused && error.status === 501) return `Not yet in the sandbox: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
