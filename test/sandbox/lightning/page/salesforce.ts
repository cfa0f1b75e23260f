export type Row = Readonly<Record<string, unknown>> & { readonly Id: string };

export interface FieldShape {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly updateable: boolean;
  readonly nameField: boolean;
  readonly length: number;
  readonly picklistValues?: readonly { readonly value: string }[];
}

export interface ObjectShape {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly FieldShape[];
}

/** Salesforce's REST API as one user. */
export class Salesforce {
  readonly #root: string;
  readonly #token: () => Promise<string>;
  readonly #shapes = new Map<string, Promise<ObjectShape>>();
  #prefixes: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(url: string, apiVersion: string, token: () => Promise<string>) {
    this.#root = `${url}/services/data/v${apiVersion}`;
    this.#token = token;
  }

  async ask<Reply>(method: "GET" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Reply> {
    const reply = await this.#send(method, path, body);
    const text = await reply.text();
    return (text === "" ? {} : JSON.parse(text)) as Reply;
  }

  async bytes(path: string): Promise<Blob> {
    return (await this.#send("GET", path)).blob();
  }

  async query(soql: string): Promise<readonly Row[]> {
    const page = await this.ask<{ readonly records: readonly Row[] }>("GET", `/query?q=${encodeURIComponent(soql)}`);
    return page.records;
  }

  shape(type: string): Promise<ObjectShape> {
    const known = this.#shapes.get(type) ?? this.ask<ObjectShape>("GET", `/sobjects/${type}/describe`);
    this.#shapes.set(type, known);
    return known;
  }

  /** The object an id belongs to: its first three characters say it. */
  async typeOf(id: string): Promise<string> {
    this.#prefixes ??= this.ask<{ readonly sobjects: readonly { readonly name: string; readonly keyPrefix: string | null }[] }>(
      "GET",
      "/sobjects",
    ).then(({ sobjects }) => new Map(sobjects.flatMap(({ name, keyPrefix }) => (keyPrefix === null ? [] : [[keyPrefix, name] as const]))));
    const type = (await this.#prefixes).get(id.slice(0, 3));
    if (type === undefined) throw new Error(`No kind of record has ids that begin with ${id.slice(0, 3)}.`);
    return type;
  }

  /** What the record of that id is called. */
  async nameOf(id: string): Promise<string> {
    const type = await this.typeOf(id);
    const field = (await this.shape(type)).fields.find((one) => one.nameField)?.name ?? "Id";
    const row = await this.ask<Row>("GET", `/sobjects/${type}/${id}?fields=${field}`);
    return String(row[field] ?? id);
  }

  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    const reply = await fetch(`${this.#root}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (reply.ok) return reply;
    const errors: unknown = await reply.json().catch(() => null);
    const first = Array.isArray(errors) ? (errors[0] as { readonly errorCode?: string; readonly message?: string } | undefined) : undefined;
    throw new Error(first ? `${first.errorCode ?? ""}: ${first.message ?? ""}` : `Salesforce answered ${reply.status}.`);
  }
}

/** A value inside a SOQL string literal. */
export const quoted = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
