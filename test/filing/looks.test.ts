import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Throttled, VendorFailed } from "../../sync-service/errors.ts";
import { fileSlice, type Looks } from "../../sync-service/filing/filing-slice.ts";
import type { FilingParts } from "../../sync-service/filing/parts.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

let office: Office;
let anna: Colleague;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna");
});
afterEach(() => office.close());

const arrive = (subject: string) => office.world.graph.seed.mime(anna.email, "Salesforce Emails", mime({ subject }));
const subjects = () => [...office.world.salesforce.org.store.rows("Task")].map(({ values }) => values["Subject"]);
const looking = (look: FilingParts["mailbox"]["look"]): FilingParts => ({ ...anna.parts, mailbox: { ...anna.parts.mailbox, look } });
const laterBy = (seconds: number) => (office.time.now = new Date(office.time.now.getTime() + seconds * 1_000));

/** A mail that is known, and that no attempt has filed yet. */
async function waiting(subject: string): Promise<void> {
  await arrive(subject);
  const lookUpFor = () => Promise.reject(new VendorFailed("Salesforce failed."));
  await fileSlice({ ...anna.parts, crm: { ...anna.parts.crm, lookUpFor } });
  expect(subjects()).toEqual([]);
  laterBy(1);
}

describe("a look that fails", () => {
  const failing = () => looking(() => Promise.reject(new VendorFailed("Exchange failed.")));

  it("does not hold up a mail that was found earlier, and is owed", async () => {
    await waiting("known");
    expect(await fileSlice(failing())).toMatchObject({ more: true });
    expect(subjects()).toEqual(["known"]);
  });

  it("is told when it is all there is to tell", async () => {
    await expect(fileSlice(failing())).rejects.toThrow(VendorFailed);
  });

  it("ends the slice when Exchange named a time: nothing is asked before it", async () => {
    await waiting("known");
    await expect(fileSlice(looking(() => Promise.reject(new Throttled("Later.", 30_000))))).rejects.toThrow(Throttled);
    expect(subjects()).toEqual([]);
  });
});

describe("looks within one cycle", () => {
  it("come every fifteen seconds while mails wait, and at once when none does", async () => {
    let looked = 0;
    const counting = looking((cursor) => {
      looked += 1;
      return anna.parts.mailbox.look(cursor, NOTHING_ELSE);
    });
    const looks: Looks = { at: null };
    await waiting("first");
    await fileSlice(counting, looks);
    expect([looked, subjects()]).toEqual([1, ["first"]]);
    await fileSlice(counting, looks);
    expect(looked, "nothing waits").toBe(2);

    await office.db.updateTable("filings").set({ state: "waiting" }).execute();
    expect(await fileSlice(counting, looks), "a look is owed").toMatchObject({ more: true });
    expect(looked).toBe(2);
    await office.db.updateTable("filings").set({ state: "waiting" }).execute();
    laterBy(15);
    await fileSlice(counting, looks);
    expect(looked).toBe(3);
  });
});

const NOTHING_ELSE = { repliesSince: null, drafts: [] };
