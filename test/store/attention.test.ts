import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Link } from "../../sync-service/cycle/link.ts";
import { newLink } from "../../sync-service/cycle/sighting.ts";
import { Attention } from "../../sync-service/store/attention.ts";
import { openDatabase } from "../../sync-service/store/database.ts";
import { Links } from "../../sync-service/store/links.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { contact } from "../doubles/blank-contact.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

const NOW = new Date("2026-03-01T08:00:00Z");

describe("what waits, and answers, in PostgreSQL", () => {
  let ground: Awaited<ReturnType<typeof aDatabase>>;
  let keys: ReturnType<typeof openDatabase>;
  let links: Links<Contact>;
  let attention: Attention;
  const faults: string[] = [];

  beforeAll(async () => {
    ground = await aDatabase();
    keys = openDatabase(ground.url, { max: 2 });
    const vault = new Vault(keys, randomBytes(32));
    links = new Links<Contact>(
      ground.db,
      vault,
      "contact",
      () => NOW,
      randomUUID,
      (_error, reference) => faults.push(reference),
    );
    attention = new Attention(ground.db, vault, randomUUID);
  });
  afterAll(async () => {
    await keys.destroy();
    await ground.close();
  });

  async function aLease() {
    return { connectionId: ground.connectionId, mailboxId: await aMailbox(ground.db, ground.connectionId), generation: 0n };
  }
  type Held = Awaited<ReturnType<typeof aLease>>;

  function listed(name: string): Link<Contact> {
    const standing = { on: "exchange", container: "folder", inFolder: true, categories: [], createdAt: NOW.toISOString() } as const;
    const seen = { id: `item ${name}`, version: "1", record: contact({ lastName: name }), standing };
    return { ...newLink<Contact>(randomUUID(), true), state: "listed", exchange: { is: "present", seen, certain: true, ours: false } };
  }
  function paired(name: string): Link<Contact> {
    const { exchange } = listed(name);
    const standing = { on: "salesforce", inScope: true, ownerId: "005", editable: true } as const;
    const seen = { id: `record ${name}`, version: "1", record: contact({ lastName: name }), standing };
    const salesforce = { is: "present", seen, certain: true, ours: false } as const;
    return { ...newLink<Contact>(randomUUID(), false), state: "linked", base: contact({ lastName: name }), exchange, salesforce };
  }
  async function stored(lease: Held, ...all: readonly Link<Contact>[]): Promise<void> {
    await links.settled(
      lease,
      all.map((link) => ({ id: link.id, link, absorbed: null, conflicts: [], notes: [] })),
    );
  }
  async function give(lease: Held, id: string, answer: "send" | "let-go" | "go-ahead"): Promise<boolean> {
    const waiting = (await attention.find(lease, [id])).get(id);
    if (waiting?.is !== "link") throw new Error("It does not wait.");
    return attention.give(lease, waiting, answer, null, NOW);
  }

  it("lists a page at a time, each once, whatever is answered in between", async () => {
    const lease = await aLease();
    const all = Array.from({ length: 120 }, (_, number) => listed(`N${number}`));
    await stored(lease, ...all);
    expect(await attention.count(lease)).toBe(120);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { items, next } = await attention.page(lease, cursor);
      seen.push(...items.map(({ id }) => id));
      cursor = next;
    } while (cursor !== null);
    expect(seen).toHaveLength(120);
    expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)));
  });

  it("P8: nothing of another mailbox is found by its id", async () => {
    const [mine, other] = [await aLease(), await aLease()];
    const link = listed("Berg");
    await stored(mine, link);
    expect((await attention.find(other, [link.id])).size).toBe(0);
    expect((await attention.page(other, null)).items).toEqual([]);
  });

  it("keeps the last of several answers until it is taken, and one that came meanwhile beyond that", async () => {
    const lease = await aLease();
    const link = listed("Berg");
    await stored(lease, link);
    expect(await give(lease, link.id, "go-ahead")).toBe(false);
    expect(await give(lease, link.id, "send")).toBe(true);
    expect(await give(lease, link.id, "let-go")).toBe(true);
    const [waiting, ...others] = await links.answers(lease, 10);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({ given: { linkId: link.id, answer: "let-go" }, link: { id: link.id, state: "listed" } });
    expect((await attention.find(lease, [link.id])).get(link.id)).toMatchObject({ isAnswered: true });

    await give(lease, link.id, "send"); // after it was read, before it is taken
    await links.answersTaken(lease, waiting ? [waiting.given] : [], []);
    expect((await links.answers(lease, 10)).map(({ given }) => given.answer)).toEqual(["send"]);
    await links.answersTaken(
      lease,
      (await links.answers(lease, 10)).map(({ given }) => given),
      [],
    );
    expect(await links.answers(lease, 10)).toEqual([]);
  });

  it("takes nothing under a lease that is not the newest, so that the answer stays", async () => {
    const lease = await aLease();
    const link = listed("Berg");
    await stored(lease, link);
    await give(lease, link.id, "send");
    const [waiting] = await links.answers(lease, 10);
    const old = { ...lease, generation: -1n };
    await expect(links.answersTaken(old, waiting ? [waiting.given] : [], [])).rejects.toMatchObject({ code: "FENCED" });
    expect(await links.answers(lease, 10)).toHaveLength(1);
  });

  it("M2: conflicts wait one by one, each answer beside the others, and what was chosen ends them", async () => {
    const lease = await aLease();
    const pair = paired("Berg");
    const conflicts = [
      { field: "jobTitle", winner: "salesforce", kept: "President", lost: "Director" },
      { field: "department", winner: "salesforce", kept: "South", lost: null },
    ] as const;
    await links.settled(lease, [{ id: pair.id, link: pair, absorbed: null, conflicts, notes: [] }]);
    const { items } = await attention.page(lease, null);
    expect(await attention.count(lease)).toBe(2);
    expect(new Set(items.map((each) => (each.is === "conflict" ? each.conflict : each.is)))).toEqual(new Set(conflicts));

    for (const each of items) {
      if (each.is !== "conflict") throw new Error("It is no conflict.");
      const wish = {
        id: each.id,
        of: "conflict",
        on: "salesforce",
        expected: {},
        wanted: { [each.conflict.field]: each.conflict.lost },
      } as const;
      expect(await attention.wish(lease, each.link, each.kind, "set", wish, NOW)).toBe(true);
    }
    const answers = await links.answers(lease, 10);
    expect(answers.map(({ given }) => given.wish?.wanted)).toEqual(
      expect.arrayContaining([{ jobTitle: "Director" }, { department: null }]),
    );
    expect((await attention.page(lease, null)).items.map((each) => each.is === "conflict" && each.isAnswered)).toEqual([true, true]);
    const { rows } = await sql<{ wish: string }>`select wish from answers where link_id = ${pair.id}`.execute(ground.db);
    expect(JSON.stringify(rows)).not.toContain("Director");

    const settles = items.slice(0, 1).map(({ id }) => id);
    await links.settled(lease, [{ id: pair.id, link: pair, absorbed: null, conflicts: [], settles, notes: [] }]);
    expect((await attention.page(lease, null)).items.map(({ id }) => id)).toEqual(items.slice(1).map(({ id }) => id));
    const stranger = await aLease();
    expect(
      (
        await attention.find(
          stranger,
          items.map(({ id }) => id),
        )
      ).size,
    ).toBe(0);
  });

  it("P1: a row that does not open fails alone, says so with its reference, and can be tried again", async () => {
    const lease = await aLease();
    const [whole, broken] = [listed("Berg"), listed("Ohm")].map((link) => ({ ...link, dueAt: NOW }));
    if (!whole || !broken) throw new Error("There are two.");
    await stored(lease, whole, broken);
    await sql`update links set detail = '1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' where id = ${broken.id}`.execute(ground.db);

    expect((await links.due(lease, NOW, 10)).map(({ id }) => id)).toEqual([whole.id]);
    expect(faults).toContain(broken.id);
    expect(await links.counts(lease)).toMatchObject({ waiting: 1, failed: 1 });
    const waiting = (await attention.find(lease, [broken.id])).get(broken.id);
    expect(waiting).toMatchObject({
      link: { state: "failed", problem: { code: "INTERNAL", message: expect.stringContaining(broken.id) } },
    });

    // Seen anew it is not taken for another item, and everything of it is to be read first.
    const known = (await links.byIds(lease, "exchange", ["item Ohm"])).get("item Ohm");
    expect(known).toMatchObject({ id: broken.id, early: true, exchange: { is: "present", certain: false } });
    expect((await links.withoutRecord(lease)).map(({ id }) => id)).toEqual([whole.id]);
  });
});
