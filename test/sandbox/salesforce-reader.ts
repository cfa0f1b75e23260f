/** Reads an org through its public REST API as one user: what a person would see there. */
export interface SalesforceReader {
  query<T>(soql: string): Promise<readonly T[]>;
  count(soql: string): Promise<number>;
  /** With what the org has archived or put into its bin (SF18): closed activities of more than a year ago are only there. */
  countAll(soql: string): Promise<number>;
  record<T>(object: string, id: string): Promise<T>;
  change(object: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  bytes(versionId: string): Promise<Buffer>;
}

const API = "/services/data/v62.0";

export function salesforceReader(url: () => string, token: () => string): SalesforceReader {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const reply = await fetch(new URL(path, url()), {
      ...init,
      headers: { authorization: `Bearer ${token()}`, "content-type": "application/json" },
    });
    if (!reply.ok) throw new Error(`${init.method ?? "GET"} ${path} answered ${reply.status}: ${(await reply.text()).slice(0, 500)}`);
    return reply;
  };
  interface Page {
    readonly records: readonly unknown[];
    readonly totalSize: number;
    readonly nextRecordsUrl?: string;
  }
  const pageOf = async (path: string): Promise<Page> => (await (await ask(path)).json()) as Page;
  return {
    async query<T>(soql: string) {
      const found: T[] = [];
      let next: string | undefined = `${API}/query?q=${encodeURIComponent(soql)}`;
      while (next !== undefined) {
        const page: Page = await pageOf(next);
        found.push(...(page.records as readonly T[]));
        next = page.nextRecordsUrl;
      }
      return found;
    },
    count: async (soql) => (await pageOf(`${API}/query?q=${encodeURIComponent(soql)}`)).totalSize,
    countAll: async (soql) => (await pageOf(`${API}/queryAll?q=${encodeURIComponent(soql)}`)).totalSize,
    record: async <T>(object: string, id: string) => (await (await ask(`${API}/sobjects/${object}/${id}`)).json()) as T,
    async change(object, id, values) {
      await ask(`${API}/sobjects/${object}/${id}`, { method: "PATCH", body: JSON.stringify(values) });
    },
    bytes: async (versionId) => Buffer.from(await (await ask(`${API}/sobjects/ContentVersion/${versionId}/VersionData`)).arrayBuffer()),
  };
}
