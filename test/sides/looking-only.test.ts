import { describe, expect, it } from "vitest";
import type { BatchRequest } from "../../sync-service/graph/batch.ts";
import type { Graph } from "../../sync-service/graph/client.ts";
import { lookingAt, NOT_THERE_YET } from "../../sync-service/graph/looking.ts";
import { graphPath } from "../../sync-service/graph/path.ts";
import type { Salesforce, SubRequest } from "../../sync-service/salesforce/api.ts";
import { lookingInto } from "../../sync-service/salesforce/looking.ts";
import { restPath, soql } from "../../sync-service/salesforce/soql.ts";

/** Remembers what reaches the other side. */
function recorder() {
  const reached: string[] = [];
  let counted = 0;
  const reach = (what: string) => async () => (reached.push(what), [] as never);
  return { reached, reach, counted: () => void (counted += 1), count: () => counted };
}

describe("B4: a mailbox that is only looked at", () => {
  function mailbox() {
    const { reach, ...rest } = recorder();
    const graph: Graph = {
      get: reach("get"),
      send: reach("send"),
      stream: reach("stream"),
      follow: reach("follow"),
      batch: async (requests) => {
        rest.reached.push(...requests.map((each) => ("path" in each ? each.path : each.link)));
        return requests.map(() => ({ status: 200, body: { value: [{ id: "there" }] }, error: null }));
      },
    };
    return { ...rest, looking: lookingAt(graph, rest.counted) };
  }
  const get = (path: ReturnType<typeof graphPath>): BatchRequest => ({ method: "GET", path });

  it("refuses every write, in a batch too, and sends none of that batch", async () => {
    const { looking, reached } = mailbox();
    await expect(looking.send("POST", graphPath`/contactFolders`, {})).rejects.toMatchObject({ problem: { code: "WOULD_WRITE" } });
    const mixed = [get(graphPath`/contacts`), { method: "PATCH", path: graphPath`/contacts/${"1"}`, body: {} } as const];
    await expect(looking.batch(mixed)).rejects.toMatchObject({ problem: { code: "WOULD_WRITE" } });
    expect(reached).toEqual([]);
  });

  it("has the folder and the list that are still to be made, and they are empty", async () => {
    const { looking, reached, count } = mailbox();
    const replies = await looking.batch([
      get(graphPath`/contactFolders/${NOT_THERE_YET}/contacts/delta?$select=id`),
      get(graphPath`/contactFolders/delta`),
      get(graphPath`/todo/lists/${NOT_THERE_YET}/tasks/delta`),
      get(graphPath`/todo/lists/delta`),
      get(graphPath`/contacts`),
    ]);
    expect(reached).toEqual(["/contactFolders/delta", "/todo/lists/delta", "/contacts"]);
    const ids = replies.map(({ body }) => (body as { value: readonly { id: string }[] }).value.map(({ id }) => id));
    expect(ids).toEqual([[], ["there", NOT_THERE_YET], [], ["there", NOT_THERE_YET], ["there"]]);
    expect(count()).toBe(1);
  });

  it("counts what travels: twenty of a batch in one exchange", async () => {
    const { looking, count } = mailbox();
    await looking.get(graphPath`/contacts`);
    await looking.batch(Array.from({ length: 41 }, (_, index) => get(graphPath`/contacts/${index}`)));
    expect(count()).toBe(4);
  });
});

describe("B4: an org that is only looked into", () => {
  it("refuses every write and lets every question through", async () => {
    const { reached, reach, counted, count } = recorder();
    const names = ["query", "composite", "retrieve", "create", "update", "delete", "updateIf", "uploadVersion"] as const;
    const api = Object.fromEntries(names.map((name) => [name, reach(name)])) as unknown as Salesforce;
    const looking = lookingInto(api, counted);
    const part = (method: SubRequest["method"]): SubRequest => ({ method, path: restPath`/sobjects/Contact`, referenceId: "a" });
    const writes = [
      () => looking.create([]),
      () => looking.update([]),
      () => looking.delete(["003"]),
      () => looking.updateIf("Contact", "003", {}, new Date(0)),
      () => looking.uploadVersion({}, null as never),
      () => looking.composite([part("GET"), part("PATCH")]),
    ];
    for (const write of writes) await expect(write()).rejects.toMatchObject({ problem: { code: "WOULD_WRITE" } });
    expect(reached).toEqual([]);
    await looking.query(soql`SELECT Id FROM Contact`);
    await looking.composite([part("GET")]);
    await looking.retrieve("Contact", Array<string>(201).fill("003"), ["Id"]);
    expect([reached, count()]).toEqual([["query", "composite", "retrieve"], 4]);
  });
});
