import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileWhenSent, setSharing } from "../../sync-service/filing/pane-sharing.ts";
import { emailStatus } from "../../sync-service/filing/pane.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

let office: Office;
let anna: Colleague;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna");
  office.world.salesforce.seed.contact({ LastName: "Doe", Email: "jane@acme.example", OwnerId: anna.salesforceUserId });
});
afterEach(() => office.close());

describe("F1: a draft that is filed when sent", () => {
  it("waits in Drafts and Outbox, and is filed once when it lies in Sent Items", async () => {
    const mail = await draft();
    await wish(mail, true);
    await anna.fileAll();
    expect(await state(mail)).toBe("unsent");
    office.world.graph.seed.move(mail, "outbox");
    office.world.graph.seed.change(mail, { isDraft: false });
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    office.world.graph.seed.move(mail, "sentitems");
    await anna.fileAll();
    await anna.fileAll();
    expect(tasks().map(({ values }) => [values["Subject"], values["OwnerId"]])).toEqual([["An offer", anna.salesforceUserId]]);
    expect(await state(mail)).toBe("filed");
  });

  it("is not filed when its writer thought better of it, nor when it was thrown away", async () => {
    const taken = await draft();
    await wish(taken, true);
    await wish(taken, false);
    expect(await state(taken)).toBe("not-filed");
    send(taken);
    const thrown = await draft();
    await wish(thrown, true);
    office.world.graph.seed.move(thrown, "deleteditems");
    await anna.fileAll();
    expect(tasks()).toEqual([]);
  });

  it("F5, F2: is kept out by Do not share, and when it went to colleagues only", async () => {
    const kept = await draft();
    await wish(kept, true);
    await setSharing(userOf(anna), hintOf(office, kept), { scope: "mail", share: false }, paneOf(office));
    send(kept);
    const internal = await draft("bert@lumen.example");
    await wish(internal, true);
    send(internal);
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    expect([await state(kept), await state(internal)]).toEqual(["excluded", "excluded"]);
  });

  it("S3: asking whether it was sent costs no further exchange", async () => {
    await wish(await draft(), true);
    await anna.fileAll();
    const before = office.world.log.count;
    await anna.fileAll();
    const asked = office.world.log.since(before).filter(({ on, url }) => on === "graph" && url.includes("$batch"));
    expect(asked).toHaveLength(1);
  });
});

type Mail = Awaited<ReturnType<typeof draft>>;
function draft(to = "jane@acme.example") {
  const message = mime({ from: "Anna <anna@lumen.example>", to, subject: "An offer" });
  return office.world.graph.seed.mime(anna.email, "drafts", message, { isDraft: true });
}
function send(mail: Mail): void {
  office.world.graph.seed.change(mail, { isDraft: false });
  office.world.graph.seed.move(mail, "sentitems");
}
const wish = (mail: Mail, file: boolean) => fileWhenSent(userOf(anna), hintOf(office, mail), file, paneOf(office));
const state = async (mail: Mail) => (await emailStatus(userOf(anna), hintOf(office, mail), paneOf(office))).state;
const tasks = () => [...office.world.salesforce.org.store.rows("Task")];
