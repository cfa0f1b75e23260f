import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { AddressRefused, Gone, OutcomeUnknown, Throttled, VendorFailed } from "../../sync-service/errors.ts";
import { createGraphClient, type Graph, type GraphClient } from "../../sync-service/graph/client.ts";
import type { Patience } from "../../sync-service/patience.ts";
import { graphPath } from "../../sync-service/graph/path.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server that does what a test says, and a client of it. */
async function serve(
  handler: Handler,
  more: { readonly timeoutMs?: number; readonly patience?: Patience } = {},
): Promise<{ readonly client: GraphClient; readonly mailbox: Graph; readonly url: string; readonly renewed: () => number }> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.setHeader("content-type", "application/json");
    handler(request, response, Buffer.concat(chunks).toString("utf8"));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let renewals = 0;
  const client = createGraphClient({
    graphUrl: url,
    addresses: allowAddresses({ graphUrl: url, entraUrl: url, salesforceUrl: url }),
    token: { token: async () => "old", renew: async () => `new ${(renewals += 1)}`, doubt: () => {} },
    newId: () => "an id",
    ...more,
  });
  return { client, mailbox: client.mailbox("ada"), url, renewed: () => renewals };
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void =>
  void response.writeHead(status, headers).end(JSON.stringify(body));
const inner = (
  body: string,
): readonly {
  readonly id: string;
  readonly url: string;
  readonly dependsOn?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}[] => (JSON.parse(body) as { readonly requests: never }).requests;

describe("the client of Graph", () => {
  it("MG2: asks for immutable ids in every request, beside what else is preferred, also within a batch", async () => {
    const preferred: (string | undefined)[] = [];
    const { mailbox } = await serve((request, response, body) => {
      preferred.push(request.headers["prefer"] as string);
      if (body !== "") preferred.push(...inner(body).map(({ headers }) => headers["prefer"]));
      json(response, 200, { value: [], responses: [] });
    });
    await mailbox.get(graphPath`/messages`);
    await mailbox.get(graphPath`/messages`, { headers: { prefer: 'outlook.body-content-type="text"' } });
    await mailbox.batch([{ method: "GET", path: graphPath`/contacts`, headers: { prefer: "odata.maxpagesize=5" } }]);
    expect(preferred).toEqual([
      'IdType="ImmutableId"',
      'IdType="ImmutableId", outlook.body-content-type="text"',
      'IdType="ImmutableId"',
      'IdType="ImmutableId", odata.maxpagesize=5',
      ...preferred.slice(4),
    ]);
    expect(preferred.every((value) => value?.startsWith('IdType="ImmutableId"'))).toBe(true);
  });

  it("renews a refused token, also for a write, and gives up after the third refusal", async () => {
    let refusals = 1;
    const { mailbox, renewed } = await serve((_request, response) =>
      refusals-- > 0 ? json(response, 401, {}) : json(response, 200, { ok: true }),
    );
    expect(await mailbox.send("PATCH", graphPath`/contacts/1`, {})).toEqual({ ok: true });
    refusals = 3;
    await expect(mailbox.get(graphPath`/contacts/1`)).rejects.toMatchObject({ code: "GRAPH_TOKEN_REFUSED" });
    expect(renewed()).toBe(3);
  });

  it("tries a read once more when the line breaks, and never a write", async () => {
    let asked = 0;
    const { mailbox } = await serve((request) => {
      asked += 1;
      request.socket.destroy();
    });
    await expect(mailbox.get(graphPath`/contacts/1`)).rejects.toBeInstanceOf(VendorFailed);
    expect(asked).toBe(2);
    await expect(mailbox.send("POST", graphPath`/contacts`, {})).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(asked).toBe(3);
  });

  it("takes a write that is not answered in time for unknown", async () => {
    const { mailbox } = await serve(() => {}, { timeoutMs: 50 });
    await expect(mailbox.send("POST", graphPath`/contacts`, {})).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it("S4: who waits to try again is not under way: others have his turn", async () => {
    const calm = Promise.withResolvers<void>();
    const patience: Patience = (work) => work().catch(() => calm.promise.then(work));
    let isBusy = true;
    const { mailbox } = await serve(
      (request, response) => json(response, isBusy && request.url?.includes("busy") === true ? 429 : 200, { of: request.url }),
      { patience },
    );
    const busy = Array.from({ length: 4 }, (_, index) => mailbox.get(graphPath`/messages/busy${index}`));
    const opened = mailbox.stream(graphPath`/messages/busy/$value`);
    await expect(mailbox.get(graphPath`/messages/other`)).resolves.toMatchObject({ of: "/v1.0/users/ada/messages/other" });
    isBusy = false;
    calm.resolve();
    expect(await Promise.all(busy)).toHaveLength(4);
    await (await opened).body.cancel();
  });

  it("S4: never has more than four requests under way to one mailbox, streams included", async () => {
    let [now, most] = [0, 0];
    const waiting: ServerResponse[] = [];
    const { client, mailbox } = await serve((request, response) => {
      now += 1;
      most = Math.max(most, now);
      response.on("close", () => (now -= 1));
      if (request.url?.includes("bob") === true) return json(response, 200, { of: "bob" });
      waiting.push(response);
      return undefined;
    });
    const asked = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? mailbox.get(graphPath`/messages/${index}`)
        : mailbox.stream(graphPath`/messages/${index}/$value`).then(({ body }) => new Response(body).text()),
    );
    while (waiting.length < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(await client.mailbox("bob").get(graphPath`/messages`)).toEqual({ of: "bob" });
    for (let answered = 0; answered < 12;) {
      const response = waiting.shift();
      if (response) {
        answered += 1;
        json(response, 200, {});
      } else await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(asked);
    // Four of Ada's, and Bob's one.
    expect(most).toBeLessThanOrEqual(5);
  });

  it.each([
    ["nextLink to another host", "https://evil.example/v1.0/users"],
    ["deltaLink to an address in the network", "http://169.254.169.254/latest"],
  ])("SEC13: follows no %s, alone or in a batch", async (_what, link) => {
    const { client } = await serve((_request, response) => json(response, 200, {}));
    await expect((async () => client.follow(link))()).rejects.toBeInstanceOf(AddressRefused);
    await expect((async () => client.batch([{ method: "GET", link }]))()).rejects.toBeInstanceOf(AddressRefused);
  });

  it("SEC13: follows no redirection", async () => {
    let asked = 0;
    const { client } = await serve((_request, response) => {
      asked += 1;
      json(response, 302, {}, { location: "http://127.0.0.1:1/" });
    });
    await expect(client.get(graphPath`/users`)).rejects.toBeInstanceOf(AddressRefused);
    expect(asked).toBe(1);
  });

  it("follows a loopback link as given, and puts one of its own host into a batch", async () => {
    const { client, url } = await serve((request, response, body) => {
      if (body === "") return json(response, 200, { url: request.url });
      return json(response, 200, { responses: inner(body).map(({ id, url: path }) => ({ id, status: 200, body: { path } })) });
    });
    expect(await client.follow(`${url}/v1.0/users('1')/contacts/delta?$deltatoken=a%3D`)).toEqual({
      url: "/v1.0/users('1')/contacts/delta?$deltatoken=a%3D",
    });
    const [reply] = await client.batch([{ method: "GET", link: `${url}/v1.0/users('1')/contacts/delta?$deltatoken=a%3D` }]);
    expect(reply?.body).toEqual({ path: "/users('1')/contacts/delta?$deltatoken=a%3D" });
  });

  describe("a batch", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ method: "PATCH" as const, path: graphPath`/contacts/${index}`, body: {} }));

    it("travels twenty at a time in a row, and answers in the order asked (MG15)", async () => {
      const sizes: number[] = [];
      const { mailbox } = await serve((_request, response, body) => {
        const requests = inner(body);
        sizes.push(requests.length);
        expect(requests.map(({ dependsOn }) => dependsOn ?? null)).toEqual(
          requests.map((_, index) => (index === 0 ? null : [String(index - 1)])),
        );
        json(response, 200, { responses: requests.map(({ id, url }) => ({ id, status: 200, body: { url } })).toReversed() });
      });
      const replies = await mailbox.batch(many(45));
      expect(sizes.sort((one, other) => one - other)).toEqual([5, 20, 20]);
      expect(replies.map(({ body }) => (body as { readonly url: string }).url)).toEqual(
        Array.from({ length: 45 }, (_, index) => `/users/ada/contacts/${index}`),
      );
    });

    it("sends again what stood behind a failed one", async () => {
      const { mailbox } = await serve((_request, response, body) => {
        let failed = false;
        const responses = inner(body).map(({ id, url, dependsOn }) => {
          if (failed && dependsOn) return { id, status: 424 };
          const status = url.endsWith("/2") ? 404 : 200;
          failed ||= status === 404;
          return { id, status, body: status === 404 ? { error: { code: "ErrorItemNotFound" } } : {} };
        });
        json(response, 200, { responses });
      });
      const replies = await mailbox.batch(many(8));
      expect(replies.map(({ error }) => error?.name ?? "fine")).toEqual([
        "fine",
        "fine",
        "Gone",
        ...Array.from({ length: 5 }, () => "fine"),
      ]);
      expect(replies[2]?.error).toBeInstanceOf(Gone);
    });

    it("sends nothing again behind one that was throttled: they share its wait", async () => {
      let asked = 0;
      const { mailbox } = await serve((_request, response, body) => {
        asked += 1;
        json(response, 200, {
          responses: inner(body).map(({ id }, index) =>
            index < 2
              ? { id, status: 200, body: {} }
              : index === 2
                ? { id, status: 429, headers: { "Retry-After": "2.5" }, body: {} }
                : { id, status: 424 },
          ),
        });
      });
      const replies = await mailbox.batch(many(5));
      expect(asked).toBe(1);
      for (const { error } of replies.slice(2)) expect(error).toMatchObject({ name: "Throttled", retryAfterMs: 2500 });
    });

    it("whose reply is lost leaves writes unknown, and reads are asked once more", async () => {
      let asked = 0;
      const { mailbox } = await serve((request) => {
        asked += 1;
        request.socket.destroy();
      });
      expect((await mailbox.batch(many(2))).map(({ error }) => error?.name)).toEqual(["OutcomeUnknown", "OutcomeUnknown"]);
      expect(asked).toBe(1);
      expect((await mailbox.batch([{ method: "GET", path: graphPath`/contacts` }])).map(({ error }) => error?.name)).toEqual([
        "VendorFailed",
      ]);
      expect(asked).toBe(3);
    });

    it("that is throttled as a whole throws, as nothing was tried", async () => {
      const { mailbox } = await serve((_request, response) => json(response, 429, {}));
      await expect(mailbox.batch(many(2))).rejects.toBeInstanceOf(Throttled);
    });
  });
});
