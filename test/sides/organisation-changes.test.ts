import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OrganisationChange, OrganisationPage } from "../../sync-service/cycle/organisation-changes.ts";
import { CursorExpired } from "../../sync-service/errors.ts";
import { organisationChanges } from "../../sync-service/salesforce/changes.ts";
import { openStandIns, READER, requestsSince, type StandIns } from "./stand-ins.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let standIns: StandIns;
beforeEach(async () => {
  standIns = await openStandIns({ start: "2026-03-02T09:00:00Z" });
});
afterEach(() => standIns.close());

const look = (): ReturnType<typeof organisationChanges> => organisationChanges(standIns.salesforceClient.as(READER));
const add = (name: string): string => standIns.salesforce.seed.contact({ LastName: name, OwnerId: standIns.adaInSalesforce });

async function all(
  pages: AsyncIterable<OrganisationPage>,
): Promise<{ readonly changes: readonly OrganisationChange[]; readonly cursor: string }> {
  const list: OrganisationPage[] = [];
  for await (const page of pages) list.push(page);
  return { changes: list.flatMap(({ changes }) => changes), cursor: list.at(-1)?.cursor ?? "" };
}

describe("the organisation's look", () => {
  it("begins now, and costs one request from then on (S2)", async () => {
    add("Before");
    standIns.clock.move(20 * MINUTE);
    const begun = await all(look().contacts(null));
    expect(begun.changes).toEqual([]);
    const id = add("After");
    const mark = standIns.log.count;
    const { changes } = await all(look().contacts(begun.cursor));
    expect(requestsSince(standIns, mark)).toBe(1);
    expect(changes).toEqual([
      {
        kind: "contact",
        id,
        ownerId: standIns.adaInSalesforce,
        isDeleted: false,
        isNew: true,
        followedBy: null,
        systemModstamp: expect.any(String) as string,
      },
    ]);
  });

  it("C1: tells what is new, and so had by nobody, from what changed", async () => {
    const old = add("Old");
    standIns.clock.move(20 * MINUTE);
    const { cursor } = await all(look().contacts(null));
    const fresh = add("New");
    standIns.salesforce.seed.change("Contact", old, { Title: "Changed" });
    const { changes } = await all(look().contacts(cursor));
    expect(new Map(changes.map(({ id, isNew }) => [id, isNew]))).toEqual(
      new Map([
        [fresh, true],
        [old, false],
      ]),
    );
  });

  it("tells each change once, although it looks ten minutes back each time", async () => {
    let { cursor } = await all(look().contacts(null));
    add("One");
    standIns.clock.move(3_000);
    const first = await all(look().contacts(cursor));
    expect(first.changes).toHaveLength(1);
    ({ cursor } = first);
    for (let minutes = 0; minutes < 15; minutes += 3) {
      standIns.clock.move(3 * MINUTE);
      const again = await all(look().contacts(cursor));
      expect(again.changes).toEqual([]);
      ({ cursor } = again);
    }
  });

  it("finds what a slow transaction stamped early and showed late (SF5)", async () => {
    const begun = await all(look().contacts(null));
    standIns.salesforce.set({ lateCommitMs: 5 * MINUTE });
    const id = add("Late");
    const { changes } = await all(look().contacts(begun.cursor));
    expect(changes).toMatchObject([{ id }]);
    expect(Date.parse(changes[0]?.systemModstamp ?? "")).toBeLessThan(standIns.clock.now().getTime() - 4 * MINUTE);
  });

  it("tells of deletions", async () => {
    const id = add("Short-lived");
    standIns.clock.move(20 * MINUTE);
    const begun = await all(look().contacts(null));
    standIns.salesforce.seed.remove("Contact", id);
    expect((await all(look().contacts(begun.cursor))).changes).toMatchObject([{ id, isDeleted: true }]);
  });

  it("SF4: tells a change again while another may bear the same second's stamp", async () => {
    const begun = await all(look().contacts(null));
    add("One");
    const first = await all(look().contacts(begun.cursor));
    expect(first.changes).toHaveLength(1);
    standIns.clock.move(3_000);
    const second = await all(look().contacts(first.cursor));
    expect(second.changes).toEqual(first.changes);
    expect((await all(look().contacts(second.cursor))).changes).toEqual([]);
  });

  it("goes page by page, and over again when it was stopped in the middle", async () => {
    const begun = await all(look().contacts(null));
    for (let index = 0; index < 1100; index += 1) add(`Person ${index}`);
    standIns.clock.move(3_000);
    const pages: OrganisationPage[] = [];
    for await (const page of look().contacts(begun.cursor)) pages.push(page);
    expect(pages.map(({ changes }) => changes.length)).toEqual([500, 500, 100]);
    const [first] = pages;
    expect((await all(look().contacts(first?.cursor ?? ""))).changes).toHaveLength(1100);
    expect((await all(look().contacts(pages.at(-1)?.cursor ?? ""))).changes).toEqual([]);
  });

  it("says when it was away for longer than deletions are kept", async () => {
    const { cursor } = await all(look().contacts(null));
    standIns.clock.move(15 * DAY);
    await expect(all(look().contacts(cursor))).rejects.toBeInstanceOf(CursorExpired);
  });

  it("has a backstop that tells what changed and what went, with the owner", async () => {
    const kept = add("Kept");
    const begun = await all(look().backstop(null));
    standIns.clock.move(16 * MINUTE);
    const [changed, gone] = [add("Changed"), add("Gone")];
    standIns.salesforce.seed.remove("Contact", gone);
    standIns.clock.move(2 * MINUTE);
    const { changes, cursor } = await all(look().backstop(begun.cursor));
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: changed, ownerId: standIns.adaInSalesforce, isDeleted: false }),
        expect.objectContaining({ id: gone, isDeleted: true }),
      ]),
    );
    standIns.clock.move(16 * MINUTE);
    const later = await all(look().backstop(cursor));
    expect(later.changes.map(({ id }) => id)).not.toContain(kept);
  });
});
