import { describe, expect, it } from "vitest";
import { AccessLost, Refused } from "../../sync-service/errors.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { anOffice, arrive, categories, states, subjects, tasks } from "./first-customer.ts";
import { mime } from "./office.ts";

describe("C6: a mail that Salesforce refuses", () => {
  it("says so by two categories, and loses them when it is filed at last", async () => {
    const { office, anna } = await anOffice();
    const mail = await arrive(office, anna, mime({}));
    const refusing = {
      ...anna.parts,
      crm: {
        ...anna.parts.crm,
        make: async () => {
          throw new Refused({
            code: "SALESFORCE_FIELD_CUSTOM_VALIDATION_EXCEPTION",
            message: "A validation rule says: no.",
            remedy: "Do as it says.",
          });
        },
      },
    };
    await fileSlice(refusing);
    expect(categories(office, mail)).toEqual(["Sync Error", "Sync Error: refused by a rule"]);
    expect(await states(office)).toEqual(["failed"]);
    await office.db.updateTable("filings").set({ state: "waiting" }).execute();
    await anna.fileAll();
    expect(categories(office, mail)).toEqual(["Salesforce"]);
    expect(tasks(office).length).toBe(1);
  });

  it("REL8: a mail that stops at an unknown error parks after eight tries, and the others go on", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ subject: "poison" }));
    await arrive(office, anna, mime({ subject: "good" }));
    const { mailbox } = anna.parts;
    const parts = {
      ...anna.parts,
      unexpected: () => {},
      mailbox: {
        ...mailbox,
        read: async (id: string) => {
          const read = await mailbox.read(id);
          if (read?.email.subject === "poison") throw new TypeError("what no one thought of");
          return read;
        },
      },
    };
    for (let round = 0; round < 10; round += 1) {
      const { retryAt } = await fileSlice(parts);
      if (retryAt !== null && retryAt !== undefined) office.time.now = retryAt;
    }
    expect(subjects(office)).toEqual(["good"]);
    const rows = await office.db.selectFrom("filings").select(["state", "problem"]).orderBy("state").execute();
    expect(rows.map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([
      ["failed", "GAVE_UP"],
      ["filed", null],
    ]);
  });

  it("P7: whoever was given the permission to make tasks has his mail filed at the next try, however lately it was missing", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({}));
    const { org } = office.world.salesforce;
    org.allow(anna.salesforceUserId, { readOnlyObjects: ["Task"] });
    await fileSlice(anna.parts);
    expect(await states(office)).toEqual(["failed"]);
    await expect(anna.parts.crm.add("00T000000000001AAA", { besideIds: [], versionIds: [], linkTo: [] })).resolves.toBeTruthy(); // which makes it remember
    org.allow(anna.salesforceUserId, { readOnlyObjects: [] });
    await office.db.updateTable("filings").set({ state: "waiting" }).execute();
    await anna.fileAll();
    expect(await states(office)).toEqual(["filed"]);
  });

  it("lost access is told to the whole mailbox, and the mail waits", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({}));
    office.world.salesforce.set({ apiEnabled: false });
    await expect(fileSlice(anna.parts)).rejects.toThrow(AccessLost);
    expect(await states(office)).toEqual(["waiting"]);
    office.world.salesforce.set({ apiEnabled: true });
    await anna.fileAll();
    expect(tasks(office).length).toBe(1);
  });
});
