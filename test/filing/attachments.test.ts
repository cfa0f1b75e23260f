import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { anOffice, arrive, linkedTo, sorted, tasks, versions } from "./first-customer.ts";
import { mime } from "./office.ts";

describe("F4: attachments", () => {
  it("become files of the activity and of the records, byte for byte, images of the text not", async () => {
    const { office, anna, jane, acme } = await anOffice();
    const bytes = randomBytes(300_000);
    const files = [
      { name: "plan.pdf", content: bytes },
      { name: "plan.pdf", content: "another of the same name" },
      { name: "logo.png", content: "png", type: "image/png", inline: "logo" },
      { name: "forwarded.eml", content: mime({ subject: "Inner" }), type: "message/rfc822" },
    ];
    await arrive(office, anna, mime({ files }));
    await anna.fileAll();
    const [task] = [...office.world.salesforce.org.store.rows("Task")];
    const filed = versions(office);
    expect(sorted(filed.map(({ values }) => values["PathOnClient"]))).toEqual(["Inner.eml", "plan.pdf", "plan.pdf"]);
    expect(filed.map(({ values }) => values["Checksum"])).toContain(createHash("md5").update(bytes).digest("hex"));
    expect(linkedTo(office, task?.id).length).toBe(3);
    expect([linkedTo(office, jane).length, linkedTo(office, acme).length]).toEqual([3, 3]);
  });

  it("S2: a mail with two attachments costs two Salesforce requests beyond the uploads", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({}));
    await anna.fileAll(); // the org's rules are known from here on
    office.salesforceRequests();
    await arrive(
      office,
      anna,
      mime({
        cc: "rick@acme.example",
        files: [
          { name: "a.txt", content: "a" },
          { name: "b.txt", content: "b" },
        ],
      }),
    );
    await anna.fileAll();
    expect(office.salesforceRequests()).toBe(2 + 2);
  });

  it("that Salesforce does not take are left out with a reason, and the mail is filed in part", async () => {
    const { office, anna } = await anOffice({ blockedExtensions: ["exe"] });
    await arrive(
      office,
      anna,
      mime({
        files: [
          { name: "setup.exe", content: "MZ" },
          { name: "a.txt", content: "a" },
        ],
      }),
    );
    await anna.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(versions(office).length).toBe(1);
    const [row] = await office.db.selectFrom("filings").selectAll().execute();
    expect(row?.state).toBe("filed-in-part");
    expect(row?.problem?.code).toBe("SALESFORCE_FILE_EXTENSION_NOT_ALLOWED");
  });

  it("wait with their mail for room in a full org", async () => {
    const { office, anna } = await anOffice({ storageFull: true });
    await arrive(office, anna, mime({ files: [{ name: "a.txt", content: "a" }] }));
    await anna.fileAll();
    const [row] = await office.db.selectFrom("filings").selectAll().execute();
    expect([row?.state, row?.problem?.code]).toEqual(["failed", "SALESFORCE_STORAGE_LIMIT_EXCEEDED"]);
    expect(tasks(office).length).toBe(0);
  });

  it("F4: a text that does not fit is whole in a text file", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ text: "0123456789 ".repeat(10_000) }));
    await anna.fileAll();
    expect(String(tasks(office)[0]?.["Description"]).length).toBeLessThanOrEqual(32_000);
    expect(versions(office).map(({ values }) => values["PathOnClient"])).toEqual(["Email text.txt"]);
  });
});
