import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Tenant } from "./tenant.ts";

interface Response {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

describe("$batch", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const step = (id: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
    id,
    method: "GET",
    url: `/users/${tenant.ada}/mailFolders/inbox`,
    ...more,
  });
  const create = (id: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> =>
    step(id, {
      method: "POST",
      url: `/users/${tenant.ada}/contacts`,
      headers: { "Content-Type": "application/json" },
      body: { givenName: `c${id}` },
      ...more,
    });
  const batch = async (requests: readonly unknown[]): Promise<readonly Response[]> => {
    const reply = await tenant.ask("POST", "/v1.0/$batch", { body: { requests } });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
    return reply.body["responses"] as readonly Response[];
  };

  it("MG15: four at a time: the fifth unsequenced request to a mailbox is answered 429 inside the 200", async () => {
    const statuses = new Map((await batch(["1", "2", "3", "4", "5"].map((id) => step(id)))).map((one) => [one.id, one]));
    expect(statuses.get("4")?.status).toBe(200);
    expect(statuses.get("5")).toMatchObject({
      status: 429,
      headers: { "Retry-After": "1" },
      body: { error: { code: "ApplicationThrottled" } },
    });
    tenant.graph.switches.batchConcurrencyLimit = false;
    expect((await batch(["1", "2", "3", "4", "5"].map((id) => step(id)))).every((one) => one.status === 200)).toBe(true);
  });

  it("MG15: twenty in series are all done, in order", async () => {
    const series = Array.from({ length: 20 }, (_, index) => create(String(index), index === 0 ? {} : { dependsOn: [String(index - 1)] }));
    expect((await batch(series)).every((one) => one.status === 201)).toBe(true);
    expect(tenant.graph.seed.items("ada@northwind.example", "contacts", "contacts").map((item) => item.fields["givenName"])).toEqual(
      series.map((_, index) => `c${index}`),
    );
  });

  it("MG15: what depends on a failed one is answered 424 and not done", async () => {
    const replies = await batch([create("1"), create("2", { body: { nonsense: 1 }, dependsOn: ["1"] }), create("3", { dependsOn: ["2"] })]);
    expect(Object.fromEntries(replies.map((one) => [one.id, one.status]))).toEqual({ 1: 201, 2: 400, 3: 424 });
    expect(tenant.graph.seed.items("ada@northwind.example", "contacts", "contacts")).toHaveLength(1);
  });

  it("replies come in any order: here the other way round", async () => {
    expect((await batch([step("1"), step("2")])).map((one) => one.id)).toEqual(["2", "1"]);
    tenant.graph.switches.batchReplyOrder = "asked";
    expect((await batch([step("1"), step("2")])).map((one) => one.id)).toEqual(["1", "2"]);
  });

  it("each is throttled on its own by the fault board", async () => {
    tenant.parts.faults.plant({ kind: "throttled", path: "/contacts$", times: 1 });
    const replies = await batch([create("1"), create("2")]);
    expect(Object.fromEntries(replies.map((one) => [one.id, one.status]))).toEqual({ 1: 429, 2: 201 });
  });

  it("headers of a step are its own; bytes come in base64; nothing comes as no body", async () => {
    const item = await tenant.graph.seed.mime("ada@northwind.example", "inbox", Buffer.from("From: a@b.example\r\n\r\nhello"));
    const id = encodeURIComponent(tenant.graph.seed.id(item));
    tenant.graph.switches.batchReplyOrder = "asked";
    const [one, mime, gone] = await batch([
      step("1", { url: `/users/${tenant.ada}/messages/${id}?$select=id`, headers: { Prefer: 'IdType="ImmutableId"' } }),
      step("2", { url: `/users/${tenant.ada}/messages/${id}/$value` }),
      step("3", { method: "DELETE", url: `/users/${tenant.ada}/messages/${id}` }),
    ]);
    expect(one?.body["id"]).toBe(tenant.graph.seed.id(item, "immutable"));
    expect(Buffer.from(String(mime?.body), "base64").toString()).toContain("hello");
    expect([gone?.status, gone?.body]).toEqual([204, undefined]);
  });

  it.each([
    ["none", []],
    ["twenty-one", Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: "GET", url: "/users" }))],
    ["the same id twice", [1, 2].map(() => ({ id: "1", method: "GET", url: "/users" }))],
    ["an absolute url", [{ id: "1", method: "GET", url: "https://graph.microsoft.com/v1.0/users" }]],
    ["a url with a version", [{ id: "1", method: "GET", url: "/v1.0/users" }]],
    ["a batch in a batch", [{ id: "1", method: "POST", url: "/$batch", headers: { "content-type": "application/json" }, body: {} }]],
    ["a body without a type", [{ id: "1", method: "POST", url: "/users", body: {} }]],
    ["an unknown forerunner", [{ id: "1", method: "GET", url: "/users", dependsOn: ["0"] }]],
    [
      "a fourth shape of dependence",
      ["1", "2", "3", "4"].map((id) => ({
        id,
        method: "GET",
        url: "/users",
        ...(id === "2" ? { dependsOn: ["1"] } : id === "4" ? { dependsOn: ["3"] } : {}),
      })),
    ],
  ])("400 as a whole for %s", async (_what, requests) => {
    expect((await tenant.ask("POST", "/v1.0/$batch", { body: { requests } })).status).toBe(400);
  });
});
