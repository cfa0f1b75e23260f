import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FaultBoard } from "../../sandbox/base/faults.ts";
import { round, Tenant } from "../graph/tenant.ts";
import { ANNA, openWorld } from "../salesforce/world.ts";

describe("faults of a reply", () => {
  it("cut short: the effect is there, half the reply came, and the connection broke", async () => {
    const world = await openWorld();
    try {
      world.faults.plant({ kind: "cut-short", times: 1, method: "POST" });
      await expect(world.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Hopper" })).rejects.toThrow(
        /terminated|aborted|other side/iu,
      );
      expect((await world.call(ANNA, "GET", "/query?q=SELECT+LastName+FROM+Contact")).body.totalSize).toBe(1);
    } finally {
      await world.close();
    }
  });

  it("cut short: a reply without a body is lost whole", async () => {
    const world = await openWorld();
    try {
      const id = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
      world.faults.plant({ kind: "cut-short", times: 1, method: "PATCH" });
      await expect(world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { FirstName: "Grace" })).rejects.toThrow(/failed/iu);
      expect((await world.call(ANNA, "GET", `/sobjects/Contact/${id}`)).body.FirstName).toBe("Grace");
    } finally {
      await world.close();
    }
  });
});

describe("faults of Graph's feeds", () => {
  let tenant: Tenant;
  beforeEach(() => (tenant = new Tenant({ notificationRetriesMs: [] })));
  afterEach(() => tenant.close());

  const names = (items: readonly Record<string, unknown>[]): readonly unknown[] => items.map((item) => item["surname"]);

  it("MG5: a lagging feed leaves out a fresh change, and shows it the next time", async () => {
    const folder = String((await tenant.ask("POST", "contactFolders", { body: { displayName: "Numbers" } })).body["id"]);
    const first = await round(tenant, `contactFolders/${encodeURIComponent(folder)}/contacts/delta`);
    await tenant.ask("POST", `contactFolders/${encodeURIComponent(folder)}/contacts`, { body: { surname: "Hopper" } });
    tenant.parts.faults.plant({ kind: "feed-lagging", times: 1 });
    const lagging = await round(tenant, first.deltaLink);
    expect(names(lagging.items)).toEqual([]);
    expect(names((await round(tenant, lagging.deltaLink)).items)).toEqual(["Hopper"]);
  });

  it("MG13: a notification that is to be reordered comes after the next one, or by itself in the end", async () => {
    const told: unknown[] = [];
    const endpoint = await subscriber((notification) => told.push((notification["resourceData"] as { readonly id: string }).id));
    try {
      await tenant.ask("POST", "/v1.0/subscriptions", {
        body: {
          changeType: "created",
          notificationUrl: endpoint.url,
          resource: `users/${tenant.ada}/contacts`,
          expirationDateTime: new Date(tenant.clock.now().getTime() + 3_600_000).toISOString(),
        },
      });
      tenant.parts.faults.plant({ kind: "notification-reordered", times: 1, ms: 3_600_000 });
      const made = [];
      for (const surname of ["First", "Second"]) made.push((await tenant.ask("POST", "contacts", { body: { surname } })).body["id"]);
      await tenant.graph.notifier.idle();
      expect(told).toEqual(made.toReversed());

      tenant.parts.faults.plant({ kind: "notification-reordered", times: 1, ms: 0 });
      const third = (await tenant.ask("POST", "contacts", { body: { surname: "Third" } })).body["id"];
      await tenant.graph.notifier.idle();
      expect(told.at(-1)).toBe(third);
      expect(told).toHaveLength(3);
    } finally {
      endpoint.server.close();
    }
  });
});

describe("the board", () => {
  it("strikes by method, path, times and chance, the same for the same seed", () => {
    const struck = (seed: number): readonly number[] => {
      const board = new FaultBoard(seed);
      board.plant({ kind: "unavailable", on: "graph", method: "GET", path: "/contacts$", probability: 0.5, times: 10 });
      return Array.from({ length: 30 }, () => board.strike("graph", "GET", "/v1.0/me/contacts", ["unavailable"]).length);
    };
    expect(struck(7)).toEqual(struck(7));
    expect(struck(7)).not.toEqual(struck(8));
    expect(struck(7).reduce((sum, one) => sum + one)).toBe(10);
    const board = new FaultBoard();
    board.plant({ kind: "unavailable", on: "graph", method: "GET", path: "/contacts$" });
    expect(board.strike("graph", "POST", "/v1.0/me/contacts", ["unavailable"])).toEqual([]);
    expect(board.strike("salesforce", "GET", "/v1.0/me/contacts", ["unavailable"])).toEqual([]);
    expect(board.strike("graph", "GET", "/v1.0/me/messages", ["unavailable"])).toEqual([]);
  });
});

/** Passes the handshake, and tells of each notification. */
async function subscriber(
  tell: (notification: Readonly<Record<string, unknown>>) => void,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const token = new URL(request.url ?? "", "http://x").searchParams.get("validationToken");
      if (token === null)
        for (const one of (JSON.parse(Buffer.concat(chunks).toString()) as { value: Record<string, unknown>[] }).value) tell(one);
      reply.writeHead(token === null ? 202 : 200, { "content-type": "text/plain" }).end(token ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}
