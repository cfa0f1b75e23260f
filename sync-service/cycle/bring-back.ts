import type { Fields } from "../../shared/records/fields.ts";
import type { Lease } from "./lease.ts";
import type { Link, LinkStore, Settlement } from "./link.ts";
import { newLink } from "./sighting.ts";

/** What is needed of the links to begin those of a lost folder anew. */
export interface LostFolderLinks<F extends Fields> extends Pick<LinkStore<F>, "settled"> {
  /** Those whose item lay in that container when it was last seen. */
  lyingIn(lease: Lease, container: string): Promise<readonly Link<F>[]>;
}

/**
 * B2: a folder that went away took its items along, and nobody wished to delete them. Once it is made anew its pairs come down
 * again from Salesforce, as if the mailbox had never had them; of items that were in Salesforce never, nothing is left to keep.
 */
export async function bringBack<F extends Fields>(links: LostFolderLinks<F>, lease: Lease, container: string, now: Date): Promise<void> {
  const lost = await links.lyingIn(lease, container);
  const begunAnew = lost.map((link): Settlement<F> => {
    const { id, salesforce } = link;
    const kept: Link<F> | null =
      link.state === "linked" && salesforce.is === "present"
        ? { ...newLink<F>(id, false), salesforce: { ...salesforce, certain: false }, dueAt: now }
        : null;
    return { id, link: kept, absorbed: null, conflicts: [], notes: [] };
  });
  await links.settled(
    lease,
    begunAnew.filter(({ link }, index) => link !== null || lost[index]?.salesforce.is === "never"),
  );
}
