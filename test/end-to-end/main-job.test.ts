import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import { BEN, CARLA, EMIL, openSampleWorld, type SampleWorld } from "./sample-world.ts";

const DECK_LIGHTS = "Deck lights: drawings and numbers";

interface Message {
  readonly id: string;
  readonly subject: string;
  readonly internetMessageId: string;
}

describe("the main job, through the real service", () => {
  let world: SampleWorld;

  beforeAll(async () => {
    world = await openSampleWorld({ notifications: true });
    await world.admin.activateAll();
    await world.settle(BEN);
    await world.settle(CARLA);
  });
  afterAll(() => world.close());

  async function messageOf(email: string, subject: string): Promise<Message> {
    const found = (await world.mailbox(email).all<Message>("/messages?$top=100")).find((message) => message.subject === subject);
    if (!found) throw new Error(`${email} has no mail "${subject}"`);
    return found;
  }

  async function moveToSalesforce(email: string, subject: string): Promise<Message> {
    const { id, ...rest } = await messageOf(email, subject);
    const mailbox = world.mailbox(email);
    const moved = await mailbox.send<{ id: string }>("POST", `/messages/${encodeURIComponent(id)}/move`, {
      destinationId: await mailbox.filingFolder(),
    });
    return { ...rest, id: moved.id };
  }

  const tasksOf = (subject: string) =>
    world
      .salesforce(BEN)
      .query<{ Id: string; IsClosed: boolean; TaskSubtype: string; Who: { Name: string } | null; What: { Name: string } | null }>(
        `SELECT Id, IsClosed, TaskSubtype, Who.Name, What.Name FROM Task WHERE Subject = '${subject}'`,
      );

  it("F1, F2, F4: a mail moved to the folder is one completed task, with its person, its opportunity, and its files", async () => {
    const { id } = await moveToSalesforce(BEN, DECK_LIGHTS);
    await world.settle(BEN);
    const tasks = await tasksOf(DECK_LIGHTS);
    expect(tasks).toHaveLength(1);
    const [task] = tasks;
    expect(task).toMatchObject({
      IsClosed: true,
      TaskSubtype: "Email",
      Who: { Name: "Nora Haugen" },
      What: { Name: "Harborlight: deck lights for four ferries" },
    });
    expect(await world.salesforce(BEN).count(`SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = '${task?.Id}'`)).toBe(2);

    const status = await world.admin.emailStatus(BEN, id);
    expect(status.state).toBe("filed");
    expect(status.activity?.id.slice(0, 15)).toBe(task?.Id.slice(0, 15));
    expect(status.files.map(({ name, link }) => [name, link !== null])).toEqual(
      expect.arrayContaining([
        ["Upper deck, drawing 4.pdf", true],
        ["lamps.csv", true],
      ]),
    );
  });

  it("F3: a second user with the same message is told that it is filed; a third, without it, is told nothing", async () => {
    const mine = await messageOf(BEN, DECK_LIGHTS);
    const hers = await messageOf(CARLA, DECK_LIGHTS);
    const told = await world.admin.emailStatus(CARLA, hers.id, hers.internetMessageId);
    expect(told.state).toBe("filed");
    expect(told.filedBy).toMatch(/Ben Okafor|ben\.okafor/u);
    const untold = await world.admin.emailStatus(EMIL, mine.id, mine.internetMessageId);
    expect(untold).toMatchObject({ state: "not-filed", activity: null, files: [], filedBy: null });
  });

  it("F3: the second mailbox that files it makes no second task", async () => {
    await moveToSalesforce(CARLA, DECK_LIGHTS);
    await world.settle(CARLA);
    expect(await tasksOf(DECK_LIGHTS)).toHaveLength(1);
  });

  it("P4: a service killed right after the move files the mail once when it is back", async () => {
    await moveToSalesforce(BEN, "Your lamps in our museum?");
    await world.crash();
    await world.settle(BEN);
    expect(await tasksOf("Your lamps in our museum?")).toHaveLength(1);
  });

  it("F2: a mail among colleagues is not filed, and says why", async () => {
    const { id } = await moveToSalesforce(BEN, "Numbers of the quarter (inside only)");
    await world.settle(BEN);
    expect(await world.admin.emailStatus(BEN, id)).toMatchObject({ state: "excluded", problem: { code: "INTERNAL_ONLY" } });
    expect(await tasksOf("Numbers of the quarter (inside only)")).toEqual([]);
  });

  it("C1, C2, M2: contacts come down, go up, and follow an edit on either side", async () => {
    const mailbox = world.mailbox(BEN);
    const folder = await mailbox.contactsFolder();
    interface Contact {
      readonly id: string;
      readonly surname: string;
      readonly jobTitle: string | null;
      readonly spouseName: string | null;
    }
    const contacts = () => mailbox.all<Contact>(`/contactFolders/${encodeURIComponent(folder)}/contacts?$top=100`);
    const named = async (surname: string) => (await contacts()).find((contact) => contact.surname === surname);
    expect((await contacts()).map(({ surname }) => surname)).toEqual(expect.arrayContaining(["Haugen", "Lie", "de Wit", "Brandt"]));

    await mailbox.send("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, {
      givenName: "Petra",
      surname: "Moor",
      spouseName: "Karl",
      emailAddresses: [{ name: "Petra Moor", address: "petra.moor@moorland.example" }],
    });
    await world.settle(BEN);
    const salesforce = world.salesforce(BEN);
    const [record] = await salesforce.query<{ Id: string }>("SELECT Id FROM Contact WHERE Email = 'petra.moor@moorland.example'");
    expect(record).toBeDefined();

    await salesforce.change("Contact", record?.Id ?? "", { Title: "Architect" });
    await world.settle(BEN);
    const edited = await named("Moor");
    expect(edited).toMatchObject({ jobTitle: "Architect", spouseName: "Karl" });

    await mailbox.send("PATCH", `/contacts/${encodeURIComponent(edited?.id ?? "")}`, { mobilePhone: "+47 900 00 000" });
    await world.settle(BEN);
    expect(await salesforce.record("Contact", record?.Id ?? "")).toMatchObject({ MobilePhone: "+47 900 00 000", Title: "Architect" });
  });

  it("B2: a folder deleted under the service pauses filing with a sentence, and nothing is lost", async () => {
    const mailbox = world.mailbox(CARLA);
    await mailbox.send("POST", `/mailFolders/${encodeURIComponent(await mailbox.filingFolder())}/move`, { destinationId: "deleteditems" });
    for (let tries = 0; tries < 10 && (await world.admin.user(CARLA)).reason === null; tries += 1) await world.admin.cycle(CARLA, 5);
    expect((await world.admin.user(CARLA)).reason).toContain(folderNames.emails);
    expect(await tasksOf(DECK_LIGHTS)).toHaveLength(1);
  });
});
