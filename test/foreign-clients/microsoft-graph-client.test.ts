import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  FileUpload,
  GraphError,
  LargeFileUploadTask,
  PageIterator,
  type AuthenticationProvider,
  type PageCollection,
} from "@microsoft/microsoft-graph-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGraphWorld, type GraphWorld } from "./graph-world.ts";

interface Entity {
  readonly id: string;
  readonly [name: string]: unknown;
}

describe("Microsoft's own client for Graph, unmodified, over https", () => {
  let world: GraphWorld;
  let client: Client;
  let tokensAsked = 0;

  beforeAll(async () => {
    world = await startGraphWorld();
    const authProvider: AuthenticationProvider = {
      async getAccessToken() {
        tokensAsked += 1;
        return world.applicationToken();
      },
    };
    client = Client.initWithMiddleware({
      baseUrl: world.graphUrl,
      customHosts: new Set([new URL(world.graphUrl).hostname]),
      authProvider,
    });
  });
  afterAll(() => world.close());

  const mailbox = (path: string): string => `/users/${world.ada}/${path}`;
  const draft = async (subject: string): Promise<Entity> =>
    (await client.api(mailbox("messages")).post({ subject, body: { contentType: "text", content: "Text" } })) as Entity;

  it("signs in by its provider, and reads a mailbox", async () => {
    const user = (await client.api(`/users/${world.ada}`).select(["id", "displayName"]).get()) as Entity;
    expect(user).toMatchObject({ id: world.ada, displayName: "Ada Lovelace" });
    expect(tokensAsked).toBeGreaterThan(0);
  });

  it("turns a refusal into its GraphError, with code and request id", async () => {
    const refused = await client
      .api(mailbox("messages/nonsense"))
      .get()
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(refused).toBeInstanceOf(GraphError);
    expect(refused).toMatchObject({ statusCode: 400, code: "ErrorInvalidIdMalformed", requestId: expect.stringMatching(/-/u) });
  });

  it("iterates over pages by nextLink, pausing and resuming, and over a delta by its deltaLink", async () => {
    for (let index = 0; index < 25; index += 1) world.standIns.graph.seed.message(world.ada, "Pages", { subject: `Page ${index}` });
    const folder = world.standIns.graph.seed.folder(world.ada, "Pages").id;
    const first = (await client
      .api(mailbox(`mailFolders/${folder}/messages`))
      .top(7)
      .select("subject")
      .get()) as PageCollection;
    const seen: string[] = [];
    const iterator = new PageIterator(client, first, (item: Entity) => {
      seen.push(String(item["subject"]));
      return seen.length !== 10;
    });
    await iterator.iterate();
    expect(seen).toHaveLength(10);
    await iterator.resume();
    expect(new Set(seen).size).toBe(25);

    const round = (await client.api(mailbox(`mailFolders/${folder}/messages/delta`)).get()) as PageCollection;
    const told: Entity[] = [];
    const changes = new PageIterator(client, round, (item: Entity) => told.push(item) > 0);
    await changes.iterate();
    expect(told).toHaveLength(25);
    expect(changes.isComplete()).toBe(true);
    world.standIns.graph.seed.message(world.ada, "Pages", { subject: "One more" });
    const next = (await client.api(changes.getDeltaLink() ?? "").get()) as { readonly value: readonly Entity[] };
    expect(next.value.map((one) => one["subject"])).toEqual(["One more"]);
  });

  it("sends a batch of steps that depend on each other, and takes its replies apart", async () => {
    // The client cuts the host away, and nothing else: a step's address has no version.
    const request = (path: string, method: string, body?: unknown): Request =>
      new Request(`https://graph.microsoft.com${mailbox(path)}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
      });
    const content = new BatchRequestContent([
      { id: "1", request: request("mailFolders", "POST", { displayName: "Made in a batch" }) },
      { id: "2", request: request("contacts", "POST", { givenName: "Grace", surname: "Hopper" }), dependsOn: ["1"] },
      { id: "3", request: request("contacts?$filter=surname eq 'Hopper'", "GET"), dependsOn: ["2"] },
    ]);
    const replies = new BatchResponseContent(
      (await client.api("/$batch").post(await content.getContent())) as ConstructorParameters<typeof BatchResponseContent>[0],
    );
    expect(replies.getResponseById("1").status).toBe(201);
    expect(replies.getResponseById("2").status).toBe(201);
    const found = (await replies.getResponseById("3").json()) as { readonly value: readonly Entity[] };
    expect(found.value).toMatchObject([{ displayName: "Grace Hopper" }]);
  });

  it("MG20: uploads an attachment of 7 MB in ranges to another host, without its token", async () => {
    const { id } = await draft("With something large");
    const bytes = Buffer.alloc(7 * 1024 * 1024, "Tandem");
    const session = await LargeFileUploadTask.createUploadSession(client, mailbox(`messages/${id}/attachments/createUploadSession`), {
      AttachmentItem: { attachmentType: "file", name: "large.bin", size: bytes.length },
    });
    expect(new URL(session.url).hostname).not.toBe(new URL(world.graphUrl).hostname);
    const ranges: unknown[] = [];
    const task = new LargeFileUploadTask(client, new FileUpload(new Uint8Array(bytes), "large.bin", bytes.length), session, {
      rangeSize: 3 * 1024 * 1024,
      uploadEventHandlers: { progress: (range) => ranges.push(range) },
    });
    const { location } = await task.upload();
    expect(ranges).toHaveLength(3);
    expect(decodeURIComponent(location)).toContain("/attachments('");
    const [attachment] = (
      (await client
        .api(mailbox(`messages/${id}/attachments`))
        .select("id,name,size")
        .get()) as PageCollection
    ).value as Entity[];
    expect(attachment).toMatchObject({ name: "large.bin" });
    const back = (await client
      .api(mailbox(`messages/${id}/attachments/${attachment?.id ?? ""}/$value`))
      .responseType("arraybuffer" as never)
      .get()) as ArrayBuffer;
    expect(Buffer.from(back).equals(bytes)).toBe(true);
  });

  it("cancels an upload session", async () => {
    const { id } = await draft("Never mind");
    const session = await LargeFileUploadTask.createUploadSession(client, mailbox(`messages/${id}/attachments/createUploadSession`), {
      AttachmentItem: { attachmentType: "file", name: "large.bin", size: 4_000_000 },
    });
    const task = new LargeFileUploadTask(client, new FileUpload(new Uint8Array(4_000_000), "large.bin", 4_000_000), session);
    expect(await task.cancel()).toMatchObject({ status: 204 });
    await expect(task.upload()).resolves.toBeUndefined();
  });

  it("MG16: repeats what was throttled or unavailable, after the wait it was told", async () => {
    world.standIns.graph.switches.retryAfter = "0";
    const { faults, log } = world.standIns;
    for (const kind of ["throttled", "unavailable"] as const) {
      const mark = log.count;
      faults.plant({ kind, on: "graph", method: "GET", path: "/mailFolders/inbox$", times: 1 });
      expect(await client.api(mailbox("mailFolders/inbox")).get()).toMatchObject({ displayName: "Inbox" });
      expect(log.since(mark).flatMap(({ on, status }) => (on === "graph" ? [status] : []))).toEqual([
        kind === "throttled" ? 429 : 503,
        200,
      ]);
      faults.clear();
    }
  });

  it("writes, filters, counts, moves and sends mail", async () => {
    const { id } = await draft("To be sent");
    await client
      .api(mailbox(`messages/${id}`))
      .patch({ toRecipients: [{ emailAddress: { address: "ben@northwind.example" } }], categories: ["Salesforce"] });
    await client.api(mailbox(`messages/${id}/send`)).post({});
    const inbox = (await client
      .api(`/users/${world.ben}/mailFolders/inbox/messages`)
      .filter("subject eq 'To be sent'")
      .count(true)
      .get()) as PageCollection & { readonly "@odata.count": number };
    expect(inbox["@odata.count"]).toBe(1);
    const received = inbox.value[0] as Entity;
    const moved = (await client
      .api(`/users/${world.ben}/messages/${received.id}/move`)
      .header("Prefer", 'IdType="ImmutableId"')
      .post({ destinationId: "archive" })) as Entity;
    expect(moved.id).not.toBe(received.id);
    await client.api(`/users/${world.ben}/messages/${moved.id}`).header("Prefer", 'IdType="ImmutableId"').delete();
  });
});
