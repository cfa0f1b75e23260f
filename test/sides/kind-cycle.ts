import { randomUUID } from "node:crypto";
import type { Fields } from "../../shared/records/fields.ts";
import { type KindSlice, runKind } from "../../sync-service/cycle/run-kind.ts";
import type { Side } from "../../sync-service/cycle/side.ts";
import type { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import type { StandIns } from "./stand-ins.ts";

/** Both sides of ours between the stand-ins, for one kind. */
export interface KindWorld<F extends Fields> {
  readonly standIns: StandIns;
  readonly links: MemoryLinkStore<F>;
  exchange(): Side<F>;
  salesforce(): Side<F>;
  /** Told of faults of our own. Absent: there are to be none. */
  unexpected?(error: unknown): void;
}

/** One slice, and some seconds go by. Answers whether anything is left to do, at once or later. */
export async function sliceOf<F extends Fields>(world: KindWorld<F>, how: Omit<KindSlice<F>, "lease">): Promise<boolean> {
  const { standIns, links } = world;
  const { more, retryAt } = await runKind(
    {
      exchange: world.exchange(),
      salesforce: world.salesforce(),
      links,
      unexpected: (error) => {
        if (!world.unexpected) throw error;
        world.unexpected(error);
      },
      now: standIns.now,
      newId: randomUUID,
    },
    { lease: { connectionId: "c", mailboxId: "m", generation: links.generation }, ...how },
  );
  standIns.clock.move(3_000);
  return more || (retryAt ?? null) !== null;
}

/** Slices until nothing more can be done. */
export async function settled(slice: () => Promise<boolean>): Promise<void> {
  for (let quiet = 0, slices = 0; quiet < 3; slices += 1) {
    if (slices > 60) throw new Error("The cycle does not come to rest.");
    quiet = (await slice()) ? 0 : quiet + 1;
  }
}
