import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";

/** The service's end: answers the handshake, and keeps what it is told. */
class Endpoint {
  readonly told: Record<string, unknown>[] = [];
  statuses: number[] = [];
  handshake: "right" | "encoded" | "html" | "none" = "right";
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const token = new URL(request.url ?? "", "http://x").searchParams.get("validationToken");
        if (token !== null) {
          const type = this.handshake === "html" ? "text/html" : "text/plain";
          reply
            .writeHead(this.handshake === "none" ? 404 : 200, { "content-type": type })
            .end(this.handshake === "encoded" ? encodeURIComponent(token) : token);
          return;
        }
        const status = this.statuses.shift() ?? 202;
        if (status < 300)
          this.told.push(...(JSON.parse(Buffer.concat(chunks).toString()) as { readonly value: Record<string, unknown>[] }).value);
        reply.writeHead(status).end();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook?own=1`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe("change notifications", () => {
  let tenant: Tenant;
  let endpoint: Endpoint;
  let url: string;
  beforeEach(async () => {
    tenant = new Tenant({ notificationRetriesMs: [0, 0] });
    endpoint = new Endpoint();
    url = await endpoint.listen();
  });
  afterEach(async () => {
    endpoint.close();
    await tenant.close();
  });

  const subscribe = (
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): ReturnType<Tenant["ask"]> =>
    tenant.ask("POST", "/v1.0/subscriptions", {
      headers,
      body: {
        changeType: "created,updated,deleted",
        notificationUrl: url,
        resource: `users/${tenant.ada}/mailFolders('inbox')/messages`,
        expirationDateTime: new Date(tenant.clock.now().getTime() + 3600_000).toISOString(),
        clientState: "secret",
        ...more,
      },
    });
  const kinds = (): readonly unknown[] => endpoint.told.map((one) => one["changeType"]);

  it("MG12: the address repeats the decoded token while the POST is pending; its own query stays", async () => {
    const made = await subscribe({ lifecycleNotificationUrl: url.replace("hook", "life") });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ clientState: "secret", notificationUrl: url });
    expect((await tenant.ask("GET", `/v1.0/subscriptions/${String(made.body["id"])}`)).body["clientState"]).toBeNull();
  });

  it.each(["encoded", "html", "none"] as const)("MG12: a handshake answered %s is refused with 400 ValidationError", async (handshake) => {
    endpoint.handshake = handshake;
    expect((await subscribe()).body).toMatchObject({ error: { code: "ValidationError" } });
  });

  it("tells of a new mail, of its move out of the folder, and with ids in the form of the subscription (MG2)", async () => {
    await subscribe({}, { prefer: 'IdType="ImmutableId"' });
    const item = tenant.graph.seed.message(ADA, "inbox", { subject: "x" });
    await tenant.graph.notifier.idle();
    tenant.graph.seed.move(item, "archive");
    await tenant.graph.notifier.idle();
    expect(new Set(kinds())).toEqual(new Set(["created", "deleted", "updated"]));
    expect(endpoint.told[0]).toMatchObject({ clientState: "secret", resourceData: { id: tenant.graph.seed.id(item, "immutable") } });
  });

  it("a subscription on the whole mailbox sees a move as an update", async () => {
    await subscribe({ resource: `/users/${tenant.ada}/messages`, changeType: "updated" });
    const item = tenant.graph.seed.message(ADA, "inbox", { subject: "x" });
    await tenant.graph.notifier.idle();
    endpoint.told.length = 0;
    tenant.graph.seed.move(item, "archive");
    await tenant.graph.notifier.idle();
    expect(kinds()).toEqual(["updated"]);
  });

  it("MG13: what is not answered 2xx is told again, as often as there are waits", async () => {
    await subscribe({ resource: `users/${tenant.ada}/contacts` });
    endpoint.statuses = [500, 503];
    tenant.graph.seed.contact(ADA, "contacts", { givenName: "Cleo" });
    await tenant.graph.notifier.idle();
    expect(kinds()).toEqual(["created"]);
    endpoint.statuses = [500, 500, 500];
    tenant.graph.seed.contact(ADA, "contacts", { givenName: "Dan" });
    await tenant.graph.notifier.idle();
    expect(endpoint.told).toHaveLength(1);
  });

  it("notifications are lost, doubled and late when the fault board says so", async () => {
    await subscribe({ resource: `users/${tenant.ada}/contacts` });
    tenant.parts.faults.plant({ kind: "notification-lost", times: 1 });
    tenant.graph.seed.contact(ADA, "contacts", { givenName: "Lost" });
    await tenant.graph.notifier.idle();
    expect(endpoint.told).toHaveLength(0);
    tenant.parts.faults.plant({ kind: "notification-doubled", times: 1 });
    tenant.graph.seed.contact(ADA, "contacts", { givenName: "Doubled" });
    await tenant.graph.notifier.idle();
    expect(endpoint.told).toHaveLength(2);
  });

  it("the same application, resource and changeType twice is 409", async () => {
    expect((await subscribe()).status).toBe(201);
    expect((await subscribe({ resource: `Users('${tenant.ada}')/MailFolders('Inbox')/Messages` })).status).toBe(409);
    expect((await subscribe({ changeType: "created" })).status).toBe(201);
  });

  it("MG11: lifetimes: at least 45 minutes, at most 10,080; beyond it is refused or cut", async () => {
    const at = (minutes: number): string => new Date(tenant.clock.now().getTime() + minutes * 60_000).toISOString();
    expect((await subscribe({ expirationDateTime: at(5) })).body["expirationDateTime"]).toBe(at(45));
    expect((await subscribe({ changeType: "created", expirationDateTime: at(10_081.5) })).status).toBe(400);
    tenant.graph.switches.refuseLongSubscriptions = false;
    expect((await subscribe({ changeType: "created", expirationDateTime: at(20_000) })).body["expirationDateTime"]).toBe(at(10_080));
  });

  it("is renewed by PATCH, and past its time it is gone: 404", async () => {
    const id = String((await subscribe()).body["id"]);
    const later = new Date(tenant.clock.now().getTime() + 2 * 3600_000).toISOString();
    expect(
      (await tenant.ask("PATCH", `/v1.0/subscriptions/${id}`, { body: { expirationDateTime: later } })).body["expirationDateTime"],
    ).toBe(later);
    tenant.clock.move(3 * 3600_000);
    expect(
      (await tenant.ask("PATCH", `/v1.0/subscriptions/${id}`, { token: tenant.appToken, body: { expirationDateTime: later } })).status,
    ).toBe(404);
  });

  it("life-cycle events go to their own address; unanswered reauthorization pauses delivery", async () => {
    const id = String((await subscribe({ lifecycleNotificationUrl: url })).body["id"]);
    const event = (name: string): ReturnType<Tenant["ask"]> =>
      tenant.ask("POST", "/_sandbox/lifecycle", { body: { subscription: id, event: name } });
    await event("reauthorizationRequired");
    tenant.graph.seed.message(ADA, "inbox", { subject: "unseen" });
    await tenant.graph.notifier.idle();
    expect(endpoint.told).toMatchObject([{ subscriptionId: id, lifecycleEvent: "reauthorizationRequired", clientState: "secret" }]);
    expect((await tenant.ask("POST", `/v1.0/subscriptions/${id}/reauthorize`)).status).toBe(204);
    tenant.graph.seed.message(ADA, "inbox", { subject: "seen" });
    await tenant.graph.notifier.idle();
    expect(kinds()).toContain("created");
    await event("subscriptionRemoved");
    await tenant.graph.notifier.idle();
    expect((await tenant.ask("GET", `/v1.0/subscriptions/${id}`)).status).toBe(404);
  });

  it.each([
    ["http elsewhere than on this machine", { notificationUrl: "http://example.com/hook" }],
    ["no address", { notificationUrl: "soon" }],
    ["an unknown change", { changeType: "renamed" }],
    ["an expiry in the past", { expirationDateTime: "2020-01-01T00:00:00Z" }],
    ["a resource of another form", { resource: "users/x/drive" }],
    ["too long a clientState", { clientState: "x".repeat(129) }],
  ])("refuses %s", async (_what, more) => {
    const reply = await subscribe(more);
    expect(reply.status === 400 || reply.status === 404).toBe(true);
  });

  it("MG14: an application alone cannot watch To Do tasks unless switched so", async () => {
    const list = tenant.graph.mailboxes.of(tenant.ada).standard("defaultList").id;
    const resource = `users/${tenant.ada}/todo/lists/${list}/tasks`;
    expect((await subscribe({ resource })).body).toMatchObject({ error: { code: "ExtensionError" } });
    tenant.graph.switches.appOnlyTaskSubscriptions = true;
    expect((await subscribe({ resource })).status).toBe(201);
  });

  it("a filter in the resource: what begins to pass it is created, what ceases to is deleted, the rest is not told", async () => {
    const resource = `users/${tenant.ada}/messages?$filter=isRead eq false and subject eq 'a'`;
    expect((await subscribe({ resource })).status).toBe(201);
    expect((await subscribe({ resource: `users/${tenant.ada}/messages?$filter=isRead eq true` })).status).toBe(201);
    await tenant.ask("DELETE", `/v1.0/subscriptions/${tenant.graph.notifier.subscriptions.all()[1]?.id ?? ""}`);
    const { seed } = tenant.graph;
    seed.message(ADA, "inbox", { subject: "other" });
    let item = seed.message(ADA, "inbox", { subject: "a", isRead: true });
    await tenant.graph.notifier.idle();
    expect(endpoint.told).toEqual([]);
    item = seed.change(item, { isRead: false });
    await tenant.graph.notifier.idle();
    item = seed.change(item, { importance: "high" });
    await tenant.graph.notifier.idle();
    seed.change(item, { isRead: true });
    await tenant.graph.notifier.idle();
    expect(endpoint.told.map((one) => one["changeType"])).toEqual(["created", "updated", "deleted"]);
  });

  it.each([
    ["a filter with a syntax error", "$filter=isRead eq", 400],
    ["a filter on an unknown property", "$filter=nonsense eq 1", 400],
    ["another option", "$top=5", 400],
    ["a selection, which only notifications with data have", "$select=subject", 501],
  ])("%s in the resource is refused", async (_title, query, status) => {
    expect((await subscribe({ resource: `users/${tenant.ada}/messages?${query}` })).status).toBe(status);
  });

  it("MG13: a host that answers slowly gets nothing for ten minutes, once a hundred answers show it", async () => {
    tenant.graph.switches.slowNotificationMs = -1; // Even the fastest is too slow.
    await subscribe({ resource: `users/${tenant.ada}/contacts`, changeType: "created" });
    const contact = async (): Promise<void> => {
      tenant.graph.seed.contact(ADA, "contacts", { givenName: "a" });
      await tenant.graph.notifier.idle();
    };
    for (let index = 0; index < 105; index += 1) await contact();
    expect(endpoint.told).toHaveLength(100);
    tenant.graph.switches.slowNotificationMs = 2900;
    tenant.clock.move(10 * 60_000);
    await contact();
    expect(endpoint.told).toHaveLength(101);
  });
});
