import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutcomeUnknown } from "../../sync-service/errors.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { filesToTake, LARGEST_ATTACHMENT } from "../../sync-service/filing/files-to-take.ts";
import { removeFromPane, setSharing } from "../../sync-service/filing/pane-sharing.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";
const files = [
  { name: "plan.pdf", content: "the plan" },
  { name: "plan.pdf", content: "another plan" },
];

let office: Office;
let anna: Colleague;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna", { attachmentsAs: "classic" });
  const { seed } = office.world.salesforce;
  const account = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
  seed.contact({ LastName: "Doe", Email: "jane@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
});
afterEach(() => office.close());

describe("F4: classic attachments, where the preset says so", () => {
  it("hang on the activity, byte for byte, and no Files are made", async () => {
    await arrive(mime({ files }));
    await anna.fileAll();
    expect(bodies(live("Task")[0]?.id)).toEqual(["another plan", "the plan"]);
    expect(live("ContentVersion")).toEqual([]);
    const [row] = await office.db.selectFrom("filings").select("state").execute();
    expect(row?.state).toBe("filed");
  });

  it("S2: cost two Salesforce requests beyond the uploads", async () => {
    await arrive(mime({}));
    await anna.fileAll();
    office.salesforceRequests();
    await arrive(mime({ files }));
    await anna.fileAll();
    expect(office.salesforceRequests()).toBe(2 + 2);
  });

  it("P4: are there once, whichever answer is lost, and so is the activity", async () => {
    for (const call of ["make", "attach"] as const) {
      await arrive(mime({ subject: call, files }));
      let lost = false;
      const original = anna.parts.crm[call] as (...given: unknown[]) => Promise<unknown>;
      const losing = async (...given: unknown[]) => {
        const answer = await original(...given);
        if (lost) return answer;
        lost = true;
        throw new OutcomeUnknown("The reply was lost.");
      };
      await fileSlice({ ...anna.parts, crm: { ...anna.parts.crm, [call]: losing } });
      await anna.fileAll();
      expect(lost).toBe(true);
      const made = live("Task").filter(({ values }) => values["Subject"] === call);
      expect(made).toHaveLength(1);
      expect(bodies(made[0]?.id)).toEqual(["another plan", "the plan"]);
    }
  });

  it("F5: go again when Do not share is set before the last of them is there", async () => {
    const mail = await arrive(mime({ files }));
    const { attach } = anna.parts.crm;
    const marking: typeof attach = async (...given) => {
      const id = await attach(...given);
      await setSharing(userOf(anna), hintOf(office, mail), { scope: "mail", share: false }, paneOf(office));
      return id;
    };
    await fileSlice({ ...anna.parts, crm: { ...anna.parts.crm, attach: marking } });
    await anna.fileAll();
    expect(live("Attachment")).toEqual([]);
    await removeFromPane(userOf(anna), hintOf(office, mail), paneOf(office));
    await anna.fileAll();
    expect(live("Task")).toEqual([]);
  });

  it("F5: go with the activity when it is removed", async () => {
    const mail = await arrive(mime({ files }));
    await anna.fileAll();
    await removeFromPane(userOf(anna), hintOf(office, mail), paneOf(office));
    await anna.fileAll();
    expect([live("Task"), live("Attachment")]).toEqual([[], []]);
  });

  it("F3: a colleague's further file is kept on the person, as an activity takes its owner's only", async () => {
    const id = "<both@acme.example>";
    await arrive(mime({ id, files: files.slice(0, 1) }));
    await anna.fileAll();
    const bert = await office.hire("Bert", { attachmentsAs: "classic" });
    await office.world.graph.seed.mime(
      bert.email,
      FOLDER,
      mime({ id, files: [...files.slice(0, 1), { name: "more.txt", content: "more" }] }),
    );
    await bert.fileAll();
    expect(bodies(live("Task")[0]?.id)).toEqual(["the plan"]);
    expect(bodies(live("Contact")[0]?.id)).toEqual(["more"]);
  });

  it("are left out above 25 MB, and the item says so", () => {
    const head = { id: "a", name: "film.mov", size: LARGEST_ATTACHMENT + 1, inline: false, is: "file" as const, contentType: null };
    expect(filesToTake([head], undefined, false, "classic").files[0]?.refused?.message).toContain("25 MB");
    expect(filesToTake([head], undefined, false, "files").files[0]?.refused).toBeNull();
  });
});

const arrive = (message: Buffer) => office.world.graph.seed.mime(anna.email, FOLDER, message);
const live = (object: string) => [...office.world.salesforce.org.store.rows(object)].filter(({ deletedAt }) => deletedAt === undefined);
function bodies(parent: string | undefined): readonly string[] {
  const { store, files: kept } = office.world.salesforce.org;
  return [...store.rows("Attachment")]
    .filter(({ values, deletedAt }) => values["ParentId"] === parent && deletedAt === undefined)
    .map(({ values }) => kept.read(String(values["BytesName"])).toString())
    .sort();
}
