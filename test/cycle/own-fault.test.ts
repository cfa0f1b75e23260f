import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Side } from "../../sync-service/cycle/side.ts";
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
