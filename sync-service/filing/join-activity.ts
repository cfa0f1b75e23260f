import { activityType } from "./activity-type.ts";
import { addressesToLookUp, chosenIds, peopleOf } from "./decide.ts";
import type { ReadEmail } from "./email.ts";
import { filesToTake } from "./files-to-take.ts";
import type { Claim, Filing, IntendedFile, Settlement } from "./filing-store.ts";
import { mayBeShared } from "./may-be-shared.ts";
import type { FilingParts } from "./parts.ts";
import { stampOf } from "./stamp.ts";
import { attachedFiles, filingFiles, problemOf, uploadFiles, versionIds } from "./upload-files.ts";

/**
 * The message is filed already, from another mailbox or another copy: this user's people and files are added with this user's own
 * rights (F3). Repeating it adds nothing twice. Where the activity is closed to the user, the files are kept on the records.
 */
export async function joinActivity(
  filing: Filing,
  { email, attachments }: ReadEmail,
  claim: Extract<Claim, { is: "made" }>,
  parts: FilingParts,
): Promise<Settlement> {
  const { crm, rules } = parts;
  const abilities = await crm.abilities();
  const known = await crm.lookUpFor(addressesToLookUp(email, rules), chosenIds(filing.choice));
  const people = peopleOf({ email, known, abilities, choice: filing.choice, rules });
  const task = {
    id: claim.salesforceId,
    type: activityType(claim.salesforceId),
    name: email.subject ?? "(no subject)",
    url: crm.recordUrl(claim.salesforceId),
  };
  const mayRead = (await crm.readable([task])).has(task.id);

  const missing = filesToTake(attachments, filing.choice.attachments, rules.inlineImages, rules.attachmentsAs)
    .files.filter(({ name, size }) => !claim.files.some((file) => file.name === name && file.size === size))
    .map((file): IntendedFile => ({ ...file, stamp: stampOf(filing.id, attachments, file.attachmentId, file.size) }));
  const persons = [people.who, ...people.beside].filter((person) => person !== null);
  const parent = rules.attachmentsAs === "classic" ? (persons[0]?.id ?? null) : null;
  const isUp =
    missing.length === 0
      ? new Map<string, string>()
      : parent === null
        ? await crm.findUploads(missing.map(({ stamp }) => stamp))
        : await crm.findAttached(parent);
  const uploads = await uploadFiles(email.id, missing, null, isUp, {
    mailbox: parts.mailbox,
    before: () => mayBeShared(email, parts),
    // The attachment of an activity has to have its owner, who is another: his own go to the person of his he filed it to.
    send: (file, content) => (parent === null ? crm.upload(file, content) : crm.attach(parent, file, content)),
    isWhole: true,
  });
  await mayBeShared(email, parts);
  const attached = {
    besideIds: mayRead && abilities.sharedActivities ? persons.filter(({ type }) => type === "Contact").map(({ id }) => id) : [],
    versionIds: parent === null ? versionIds(uploads) : [],
    linkTo: persons.slice(0, 1).map(({ id }) => id),
  };
  const nothingToAdd = attached.besideIds.length === 0 && attached.versionIds.length === 0;
  const made = nothingToAdd ? { files: new Map(), notes: [] } : await crm.add(mayRead ? task.id : null, attached);

  const files = parent === null ? filingFiles(uploads, made.files, crm.recordUrl) : attachedFiles(uploads, crm.recordUrl);
  const problem = problemOf(files);
  const closed = mayRead ? [] : ["You may not see that activity in Salesforce: your files were kept on the records you can see."];
  const related = persons.map(({ id, type, name }) => ({ id, type, name, url: crm.recordUrl(id) }));
  return {
    state: problem === null ? "filed" : "filed-in-part",
    problem,
    detail: {
      notes: [`${claim.by} filed this message first.`, ...closed, ...made.notes],
      activity: task,
      related: attached.besideIds.length > 0 ? related : [],
      files,
    },
    activityId: claim.activity.id,
    marksDue: true,
  };
}
