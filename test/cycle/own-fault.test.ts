import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Change, Side } from "../../sync-service/cycle/side.ts";
import { Unreadable } from "../../sync-service/errors.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";

const MANY = 1_000;
const POISON = 613;

function crowd(world: ContactWorld): void {
  for (let number = 0; number < MANY; number += 1) {
    world.exchange.add(contact({ firstName: `N${number}`, lastName: "Berg", email: `n${number}@berg.example` }));
  }
}

/** A side that stumbles over one contact in one of its methods, as a codec with a fault would. */
function stumbling(side: Side<Contact>, method: "apply" | "candidates"): Side<Contact> {
  const touches = (value: unknown): boolean => JSON.stringify(value).includes(`"n${POISON}@berg.example"`);
  return {
    name: side.name,
    fields: () => side.fields(),
    changes: (since) => side.changes(since),
    read: (ids) => side.read(ids),
    find: (sought) => side.find(sought),
    candidates: async (records) => {
      if (method === "candidates" && touches(records)) throw new TypeError("A codec met what it did not expect.");
      return side.candidates(records);
    },
    apply: async (actions) => {
      if (method === "apply" && touches(actions)) throw new TypeError("A codec met what it did not expect.");
      return side.apply(actions);
    },
  };
}

describe("a fault of our own in one of 1,000", () => {
  async function settled(world: ContactWorld, salesforce: Side<Contact>): Promise<void> {
    for (let slices = 0; slices < 60; slices += 1) {
      const { more, retryAt } = await world.slice({ salesforce });
      if (more) continue;
      if (!retryAt) return;
      world.now = new Date(Math.max(world.now.getTime(), retryAt.getTime()));
    }
    throw new Error("The cycle does not come to rest.");
  }

  it.each(["apply", "candidates"] as const)(
    "P1: in %s, it alone fails with a reference that the log has too, and the others arrive once",
    { timeout: 90_000 },
    async (method) => {
      const world = new ContactWorld();
      crowd(world);
      await settled(world, stumbling(world.salesforce, method));
      expect(world.salesforce.rows).toHaveLength(MANY - 1);
      const failed = world.links.all.filter(({ state }) => state !== "linked");
      expect(failed).toMatchObject([
        { state: "failed", problem: { code: "INTERNAL" }, exchange: { seen: { record: { firstName: `N${POISON}` } } } },
      ]);
      expect(failed[0]?.problem?.message).toContain(failed[0]?.id);
      expect(world.faults.at(-1)).toMatchObject({ reference: failed[0]?.id, error: { message: "A codec met what it did not expect." } });

      world.answer(failed[0]?.id ?? "", "try-again");
      await settled(world, world.salesforce); // the fault was mended
      expect(world.salesforce.rows).toHaveLength(MANY);
      expect(world.links.all.every(({ state, problem }) => state === "linked" && problem === null)).toBe(true);
    },
  );
});

describe("a record that cannot be read", () => {
  /** A side on which one record cannot be read. */
  function unreadable(side: Side<Contact>, lastName: string): Side<Contact> {
    const told = (change: Change<Contact>): Change<Contact> =>
      change.is === "present" && change.seen.record.lastName === lastName ? { is: "unread", id: change.seen.id } : change;
    return {
      name: side.name,
      fields: () => side.fields(),
      async *changes(since) {
        for await (const page of side.changes(since)) yield { ...page, changes: page.changes.map(told) };
      },
      find: (sought) => side.find(sought),
      candidates: (records) => side.candidates(records),
      apply: (actions) => side.apply(actions),
      async read(ids) {
        const found = await side.read(ids);
        const poison = [...found.values()].find(({ record }) => record.lastName === lastName);
        if (poison) throw new Unreadable(side.name, poison.id, { cause: new TypeError("A codec met what it did not expect.") });
        return found;
      },
    };
  }

  it("P1: after a write that nobody answered, it alone fails, and what else was open is looked for", async () => {
    const world = new ContactWorld();
    for (const lastName of ["Poison", "Good"]) world.exchange.add(contact({ lastName, email: `${lastName}@berg.example` }));
    await world.settle();
    for (const { id } of world.exchange.rows) world.exchange.edit(id, { jobTitle: "Boss" });
    world.salesforce.faultFor = ({ do: kind }) => (kind === "update" ? "lost-after" : null);
    await world.slice();
    world.salesforce.faultFor = () => null;
    world.pass(5_000);
    const salesforce = unreadable(world.salesforce, "Poison");
    for (let slices = 0; slices < 5; slices += 1) await world.slice({ salesforce });

    const [poison, good] = ["Poison", "Good"].map((name) =>
      world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.record.lastName === name),
    );
    expect(good).toMatchObject({ state: "linked", intent: null, base: { jobTitle: "Boss" } });
    expect(poison).toMatchObject({ state: "failed", intent: null, problem: { code: "UNREADABLE" } });
    expect(poison?.problem?.message).toBe(
      `It holds something in Salesforce that Tandem cannot read, so it is not kept in step (reference ${poison?.id}). All others are.`,
    );
    expect(new Set(world.faults.map(({ reference }) => reference))).toEqual(new Set([poison?.id]));

    world.answer(poison?.id ?? "", "try-again");
    await world.settle(); // it was mended
    expect(world.links.all.map(({ state, problem }) => [state, problem])).toEqual([
      ["linked", null],
      ["linked", null],
    ]);
  });

  it("M1: what would have to be compared with it waits with a sentence that names it, and nothing is doubled", async () => {
    const world = new ContactWorld();
    world.salesforce.add(contact({ lastName: "Berg", email: "berg@berg.example" }), { inScope: false, outside: "not-owned" });
    world.exchange.add(contact({ lastName: "Berg", email: "berg@berg.example" }));
    const [poison] = world.salesforce.rows;
    const candidates = () => Promise.reject(new Unreadable("salesforce", poison?.id ?? "", { cause: new TypeError("A codec met it.") }));
    const salesforce: Side<Contact> = { ...unreadable(world.salesforce, "nobody"), candidates };
    for (let slices = 0; slices < 3; slices += 1) await world.slice({ salesforce });
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.link).toMatchObject({ state: "failed", problem: { code: "UNREADABLE" } });
    expect(world.link.problem?.message).toContain(`${poison?.id}`);
  });
});
