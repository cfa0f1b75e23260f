import { createHash } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeptSubscription } from "../../sync-service/accounts/subscriptions.ts";
import { type WebhookPorts, webhooks } from "../../sync-service/http/webhooks.ts";

const secret = "0123456789abcdef0123456789abcdef";
const kept: KeptSubscription = {
  id: "sub-1",
  mailboxId: "mailbox-1",
  resource: "messages",
  clientState: createHash("sha256").update(secret).digest("hex"),
  expiresAt: new Date("2030-01-01"),
};

describe("Graph's webhook", () => {
  let app: FastifyInstance;
  let woken: string[];
  let dropped: string[];
  let events: string[];
  let ports: WebhookPorts;

  beforeEach(async () => {
    [woken, dropped, events] = [[], [], []];
    ports = {
      subscriptions: async (ids) => new Map(ids.includes("sub-1") ? [["sub-1", kept]] : []),
      wake: async (waking) => void woken.push(...[...waking].map(([id, concerns]) => `${id}: ${[...concerns].join(", ")}`)),
      lifecycle: async (event) => void events.push(event),
      dropped: (why) => void dropped.push(why),
      taken: () => {},
    };
    app = Fastify();
    await app.register(webhooks, {
      subscriptions: (ids) => ports.subscriptions(ids),
      wake: (waking) => ports.wake(waking),
      lifecycle: (event, subscription) => ports.lifecycle(event, subscription),
      dropped: (why) => ports.dropped(why),
      taken: () => ports.taken(),
    });
  });
  afterEach(() => app.close());

  const notify = (...value: object[]) =>
    app.inject({
      method: "POST",
      url: "/webhooks/graph",
      headers: { "content-type": "application/json" },
      payload: JSON.stringify({ value }),
    });
  const genuine = {
    subscriptionId: "sub-1",
    clientState: secret,
    changeType: "created",
    resource: "Users('x')/Messages('y')",
    tenantId: "t",
  };

  it("MG12: answers the handshake with the decoded token as plain text, and does nothing else", async () => {
    const token = "Validation: Testing client application reachability for subscription Request-Id: 1 <script>";
    const reply = await app.inject({
      method: "POST",
      url: `/webhooks/graph?validationToken=${encodeURIComponent(token)}`,
      headers: { "content-type": "text/plain" },
      payload: JSON.stringify({ value: [genuine] }),
    });
    expect([reply.statusCode, reply.body]).toEqual([200, token]);
    expect(reply.headers["content-type"]).toMatch(/^text\/plain/);
    expect(reply.headers["x-content-type-options"]).toBe("nosniff");
    expect(woken).toEqual([]);
  });

  it.each([
    ["a token of a megabyte", `?validationToken=${"x".repeat(9_000)}`],
    ["two tokens", "?validationToken=a&validationToken=b"],
  ])("SEC9: refuses %s", async (_title, query) => {
    expect((await app.inject({ method: "POST", url: `/webhooks/graph${query}` })).statusCode).toBe(400);
  });

  it("SEC9: only POST is answered", async () => {
    expect((await app.inject({ method: "GET", url: "/webhooks/graph?validationToken=a" })).statusCode).toBe(404);
  });

  it("S1: a genuine notification wakes its mailbox once, however many came together", async () => {
    expect((await notify(genuine, genuine, genuine)).statusCode).toBe(202);
    expect(woken).toEqual(["mailbox-1: emails"]);
  });

  it("S3: a notification names the kind it was subscribed for, and no other is woken", async () => {
    const contacts: KeptSubscription = { ...kept, id: "sub-3", resource: "contacts" };
    ports = { ...ports, subscriptions: async () => new Map([["sub-3", contacts]]) };
    await notify({ ...genuine, subscriptionId: "sub-3" });
    expect(woken).toEqual(["mailbox-1: contacts"]);
  });

  it.each([
    ["another secret", { ...genuine, clientState: secret.replace("0", "1") }, "forged"],
    ["no secret", { ...genuine, clientState: null }, "forged"],
    ["the hash instead of the secret", { ...genuine, clientState: kept.clientState }, "forged"],
    ["an unknown subscription", { ...genuine, subscriptionId: "sub-2" }, "unknown"],
  ])("SEC10: %s is answered alike, dropped, and counted", async (_title, notification, why) => {
    expect((await notify(notification)).statusCode).toBe(202);
    expect([woken, dropped]).toEqual([[], [why]]);
  });

  it("SEC10: a forged one among genuine ones spoils only itself", async () => {
    await notify({ ...genuine, clientState: "x" }, genuine, { nonsense: true });
    expect([woken, dropped]).toEqual([["mailbox-1: emails"], ["forged"]]);
  });

  it.each([
    ["reauthorizationRequired", [], ["renew"]],
    ["subscriptionRemoved", ["mailbox-1: all"], ["create-anew"]],
    ["missed", ["mailbox-1: all"], []],
  ])("S1: the life-cycle event %s is acted upon", async (lifecycleEvent, wakes, expected) => {
    await notify({ subscriptionId: "sub-1", clientState: secret, lifecycleEvent });
    expect([woken, events]).toEqual([wakes, expected]);
  });

  it("SEC12: when nothing can be stored it says so, and Graph sends it again", async () => {
    ports = { ...ports, wake: () => Promise.reject(new Error("the database is away")) };
    expect((await notify(genuine)).statusCode).toBe(503);
  });

  it.each([
    ["no JSON", "{"],
    ["no list", "{}"],
    ["nothing", ""],
    ["a list of another kind", '{"value":7}'],
  ])("refuses %s", async (_title, payload) => {
    const reply = await app.inject({ method: "POST", url: "/webhooks/graph", headers: { "content-type": "application/json" }, payload });
    expect(reply.statusCode).toBe(400);
  });
});
