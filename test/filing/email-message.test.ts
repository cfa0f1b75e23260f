import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutcomeUnknown } from "../../sync-service/errors.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { fileFromPane, emailStatus } from "../../sync-service/filing/pane.ts";
import { removeFromPane } from "../../sync-service/filing/pane-sharing.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";
const files = [
  { name: "a.txt", content: "a" },
  { name: "b.txt", content: "b" },
];

let office: Office;
let anna: Colleague;
let jane: string;
let rick: string;
let lea: string;
let account: string;

async function anOffice(org: Partial<OrgSwitches> = { enhancedEmail: true, sharedActivities: true }): Promise<void> {
  office = await openOffice(org);
  anna = await office.hire("Anna", { storeAs: "email-message" });
  const { seed } = office.world.salesforce;
  const OwnerId = anna.salesforceUserId;
  account = seed.account({ Name: "Acme", OwnerId });
  jane = seed.contact({ LastName: "Doe", Email: "jane@acme.example", AccountId: account, OwnerId });
  rick = seed.contact({ LastName: "Roe", Email: "rick@acme.example", AccountId: account, OwnerId });
  lea = seed.lead({ LastName: "New", Company: "New", Email: "lea@new.example", OwnerId });
}
afterEach(() => office.close());

describe("F1: a mail stored as an EmailMessage", () => {
  beforeEach(() => anOffice());

  it("SF11, SF12, SF13: one message that makes its one task; known people by id, others by address; files linked; nothing updated", async () => {
    const since = office.world.log.count;
    await arrive(mime({ cc: "rick@acme.example, lea@new.example, x@nowhere.example", id: "<1@acme.example>", subject: "Offer", files }));
    await anna.fileAll();
    const [message, ...others] = live("EmailMessage");
    expect(others).toEqual([]);
    expect(message?.values).toMatchObject({
      Status: "3",
      Incoming: true,
      IsClientManaged: true,
      MessageIdentifier: "<1@acme.example>",
      Subject: "Offer",
      FromAddress: "jane@acme.example",
      FromName: "Jane Doe",
      ToAddress: "anna@lumen.example",
      CcAddress: "x@nowhere.example",
      RelatedToId: account,
      TextBody: "Dear Anna,\r\n\r\nthe offer is fine.\r\n\r\nJane",
    });
    expect(live("Task")).toHaveLength(1);
    expect(message?.values["ActivityId"]).toBe(live("Task")[0]?.id);
    const people = live("EmailMessageRelation").map(({ values }) => [values["RelationType"], values["RelationId"]]);
    expect(people).toEqual(
      expect.arrayContaining([
        ["CcAddress", lea],
        ["CcAddress", rick],
        ["FromAddress", jane],
      ]),
    );
    expect(people).toHaveLength(3);
    const links = live("ContentDocumentLink").map(({ values }) => values["LinkedEntityId"]);
    for (const target of [message?.id, jane, account]) expect(links.filter((id) => id === target)).toHaveLength(2);
    const updates = office.world.log.since(since).filter(({ on, method }) => on === "salesforce" && method === "PATCH");
    expect(updates).toEqual([]);
  });

  it("S2: costs two Salesforce requests beyond the uploads", async () => {
    await arrive(mime({}));
    await anna.fileAll();
    office.salesforceRequests();
    await arrive(mime({ cc: "rick@acme.example", files }));
    await anna.fileAll();
    expect(office.salesforceRequests()).toBe(2 + 2);
  });

  it("relates a person who was chosen and is not on the mail, and tells the pane what it became", async () => {
    const mail = await arrive(mime({ from: "who@acme.example" }), "inbox");
    await fileFromPane(userOf(anna), hintOf(office, mail), { whoId: rick }, paneOf(office));
    await anna.fileAll();
    expect(live("EmailMessageRelation").map(({ values }) => [values["RelationType"], values["RelationId"]])).toEqual([
      ["OtherAddress", rick],
    ]);
    expect((await emailStatus(userOf(anna), hintOf(office, mail), paneOf(office))).activity).toMatchObject({
      type: "EmailMessage",
      id: live("EmailMessage")[0]?.id,
    });
  });

  it("P4: is made once when the answer is lost before or after its effect, also with words that Composite would take for its own", async () => {
    for (const subject of ["plain", "About @{price}"]) {
      for (const when of ["before", "after"] as const) {
        await arrive(mime({ subject: `${subject} ${when}`, files }));
        const { make } = anna.parts.crm;
        const losing: typeof make = async (...given) => {
          if (when === "after") await make(...given);
          throw new OutcomeUnknown("The reply was lost.");
        };
        await fileSlice({ ...anna.parts, crm: { ...anna.parts.crm, make: losing } });
        await anna.fileAll();
        const made = live("EmailMessage").filter(({ values }) => values["Subject"] === `${subject} ${when}`);
        expect(made).toHaveLength(1);
        const links = live("ContentDocumentLink").filter(({ values }) => values["LinkedEntityId"] === made[0]?.id);
        expect(links).toHaveLength(2);
      }
    }
    expect(live("Task")).toHaveLength(4);
  });

  it("never both: what an attempt decided stays so, though the setting changes before the next", async () => {
    await arrive(mime({}));
    const { make } = anna.parts.crm;
    const losing: typeof make = async (...given) => {
      await make(...given);
      throw new OutcomeUnknown("The reply was lost.");
    };
    await fileSlice({ ...anna.parts, crm: { ...anna.parts.crm, make: losing } });
    office.time.now = new Date(office.time.now.getTime() + 5_000);
    await fileSlice({ ...anna.parts, rules: { ...anna.parts.rules, storeAs: "task" } });
    expect([live("EmailMessage").length, live("Task").length]).toEqual([1, 1]);
  });

  it("F3: a colleague's copy adds his files to it and makes nothing else", async () => {
    await arrive(mime({ id: "<1@acme.example>" }));
    await anna.fileAll();
    const bert = await office.hire("Bert", { storeAs: "email-message" });
    await office.world.graph.seed.mime(bert.email, FOLDER, mime({ id: "<1@acme.example>", files }));
    await bert.fileAll();
    expect([live("EmailMessage").length, live("Task").length]).toEqual([1, 1]);
    const links = live("ContentDocumentLink").filter(({ values }) => values["LinkedEntityId"] === live("EmailMessage")[0]?.id);
    expect(links).toHaveLength(2);
  });

  it("F5: goes with its task when it is removed", async () => {
    const mail = await arrive(mime({ files }));
    await anna.fileAll();
    await removeFromPane(userOf(anna), hintOf(office, mail), paneOf(office));
    await anna.fileAll();
    expect([live("EmailMessage"), live("Task"), live("ContentVersion")]).toEqual([[], [], []]);
  });

  it("F7: a text longer than the field is cut with a note, and whole in a file", async () => {
    await arrive(mime({ text: "0123456789 ".repeat(20_000) }));
    await anna.fileAll();
    expect(String(live("EmailMessage")[0]?.values["TextBody"]).length).toBeLessThanOrEqual(131_072);
    expect(live("ContentVersion").map(({ values }) => values["PathOnClient"])).toEqual(["Email text.txt"]);
  });
});

it("F1: where the org has no Enhanced Email it is filed as a task, and says why", async () => {
  await anOffice({ enhancedEmail: false });
  const mail = await arrive(mime({}));
  await anna.fileAll();
  expect(live("Task")).toHaveLength(1);
  expect((await emailStatus(userOf(anna), hintOf(office, mail), paneOf(office))).notes.join(" ")).toContain(
    "Filed as a task: e-mails cannot be stored as such",
  );
});

const arrive = (message: Buffer, folder = FOLDER) => office.world.graph.seed.mime(anna.email, folder, message);
const live = (object: string) => [...office.world.salesforce.org.store.rows(object)].filter(({ deletedAt }) => deletedAt === undefined);
