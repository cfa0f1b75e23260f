import { randomUUID } from "node:crypto";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import type { SliceResult } from "../../sync-service/cycle/run-cycle.ts";
import { type KindPorts, runKind } from "../../sync-service/cycle/run-kind.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { PeopleRules } from "../../sync-service/salesforce/contact-access.ts";
import { ACTIVATED_AT, ContactWorld } from "../doubles/contact-world.ts";
import { type GraphSideUnderTest, openGraphSide } from "../sides/graph-side.ts";
import { openSalesforceSide, type SalesforceSideUnderTest } from "../sides/salesforce-side.ts";

/** A mailbox and an org, both real but for the vendor, with the cycle between them; its links in memory. */
export interface PeopleWorld {
  readonly exchange: GraphSideUnderTest;
  readonly salesforce: SalesforceSideUnderTest;
  readonly world: ContactWorld;
  /** The preset is published anew: it counts from the next slice on. */
  publish(rules: Partial<PeopleRules>): void;
  /** With sides that remember nothing, as after a restart. */
  slice(sides?: Partial<Pick<KindPorts<Contact>, "exchange" | "salesforce">>): Promise<SliceResult>;
  /** Slices until nothing is left, and the waits in between. */
  cycle(): Promise<void>;
  close(): Promise<void>;
}

export async function openPeopleWorld(): Promise<PeopleWorld> {
  const [exchange, salesforce, world] = [await openGraphSide(), await openSalesforceSide(), new ContactWorld()];
  const slice: PeopleWorld["slice"] = (sides = {}) =>
    runKind(
      {
        exchange: exchange.side(),
        salesforce: salesforce.side(),
        links: world.links,
        unexpected: (error, reference) => world.faults.push({ error, reference }),
        now: () => world.now,
        newId: randomUUID,
        ...sides,
      },
      { lease: world.lease, rules: contactRules(world.preset, "US"), activatedAt: ACTIVATED_AT },
    );
  return {
    exchange,
    salesforce,
    world,
    slice,
    publish(rules) {
      world.preset = { ...world.preset, ...rules };
      salesforce.rules = rules;
    },
    async cycle() {
      for (let slices = 0; slices < 20; slices += 1) {
        const { more, retryAt } = await slice();
        exchange.tick();
        salesforce.tick();
        if (!more && !retryAt) return;
        if (retryAt && retryAt > world.now) world.now = retryAt;
      }
      throw new Error("The cycle does not come to rest.");
    },
    async close() {
      await exchange.close();
      await salesforce.close();
    },
  };
}
