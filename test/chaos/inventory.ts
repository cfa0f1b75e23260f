import { folderNames } from "../../shared/records/names.ts";
import type { AdminApi } from "../sandbox/admin-api.ts";
import { salesforceReader } from "../sandbox/salesforce-reader.ts";
import type { StandIns } from "../sandbox/world.ts";
import { contactAddress, mailSubject, STORM_USER } from "./cast.ts";

interface Expected {
  readonly mails: number;
  readonly contacts: number;
}

/** Counts both sides: each mail one completed task with its one file, each contact once here and once there, and nothing besides. */
export async function whatWentWrong(standIns: StandIns, { mails, contacts }: Expected, admin: AdminApi): Promise<readonly string[]> {
  const token = standIns.salesforce.signIn(STORM_USER.username);
  const salesforce = salesforceReader(
    () => standIns.salesforce.url,
    () => token,
  );
  const problems: string[] = [];
  const expect = (what: string, wanted: number, found: number): void => {
    if (wanted !== found) problems.push(`${what}: ${found} instead of ${wanted}`);
  };

  const tasks = await salesforce.query<{ Id: string; Subject: string; IsClosed: boolean }>("SELECT Id, Subject, IsClosed FROM Task");
  const tasksBySubject = Map.groupBy(tasks, ({ Subject }) => Subject);
  for (let index = 0; index < mails; index += 1) {
    const found = tasksBySubject.get(mailSubject(index)) ?? [];
    expect(`tasks of "${mailSubject(index)}"`, 1, found.length);
    const [task] = found;
    if (!task) continue;
    if (!task.IsClosed) problems.push(`the task of "${mailSubject(index)}" is not completed`);
    expect(
      `files of "${mailSubject(index)}"`,
      1,
      await salesforce.count(`SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = '${task.Id}'`),
    );
  }
  expect("tasks in all", mails, tasks.length);
  expect("files in all", mails, await salesforce.count("SELECT COUNT() FROM ContentDocument"));

  const records = Map.groupBy(
    await salesforce.query<{ Email: string; Title: string }>("SELECT Email, Title FROM Contact"),
    ({ Email }) => Email,
  );
  const items = Map.groupBy(standIns.graph.seed.items(STORM_USER.email, folderNames.contacts, "contacts"), ({ fields }) =>
    addressOf(fields),
  );
  for (let index = 0; index < contacts; index += 1) {
    const address = contactAddress(index);
    const [inSalesforce, inMailbox] = [records.get(address) ?? [], items.get(address) ?? []];
    expect(`Salesforce contacts of ${address}`, 1, inSalesforce.length);
    expect(`mailbox contacts of ${address}`, 1, inMailbox.length);
    if (inSalesforce[0]?.Title !== inMailbox[0]?.fields["jobTitle"]) problems.push(`the titles of ${address} differ`);
  }
  expect("Salesforce contacts in all", contacts, [...records.values()].flat().length);
  expect("mailbox contacts in all", contacts, [...items.values()].flat().length);

  const { held, failed, conflicts } = await admin.cycle(STORM_USER.email, 30);
  expect("held", 0, held);
  expect("failed", 0, failed);
  expect("conflicts", 0, conflicts);
  return problems;
}

function addressOf(fields: Readonly<Record<string, unknown>>): string {
  const [first] = (fields["emailAddresses"] ?? []) as readonly { readonly address?: string }[];
  return first?.address ?? "";
}
