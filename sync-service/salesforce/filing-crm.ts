import type { Known } from "../context/known-records.ts";
import { Gone, Refused } from "../errors.ts";
import type { ChosenRecord, Crm, CrmAbilities, KnownForFiling } from "../filing/crm.ts";
import { addToActivity, findActivities, makeActivity, taskRules, type TaskRules } from "./activities.ts";
import { attach, findAttached, removeAttached } from "./attachments.ts";
import { discardUploads, removeActivity } from "./activity-removal.ts";
import type { Salesforce, SubReply, SubRequest } from "./api.ts";
import { emailAbilities, findEmailMessages, makeEmailMessage } from "./email-messages.ts";
import { findUploads, uploadFile } from "./files.ts";
import { findPeople } from "./people.ts";
import { restPath } from "./soql.ts";

/** An administrator's change of fields or statuses is noticed within this time. */
const RULES_GOOD_FOR_MS = 15 * 60_000;
/** The pane asks for a status every second or so; what the user could read just now he can still read. */
const READ_GOOD_FOR_MS = 60_000;
const READ_IDS = 10_000;
/** Parts of a Composite request. */
const PARTS = 25;
const SUBJECT_LENGTH = 255;
const DESCRIPTION_LENGTH = 32_000;

/** What filing and the pane need of Salesforce, as one user. Keep it as long as the process lives: it remembers the org's rules. */
export async function createCrm(salesforce: Salesforce, now: () => Date): Promise<Crm> {
  const { userId, instanceUrl } = await salesforce.identity();
  let held: { readonly rules: Promise<TaskRules>; readonly until: number } | null = null;
  const readUntil = new Map<string, number>();
  let prefixes: Promise<ReadonlyMap<string, string>> | null = null;

  return {
    userId,
    recordUrl,
    abilities,
    lookUp: async (addresses, { cases }): Promise<Known> =>
      (await findPeople(salesforce, { addresses, personIds: [], cases, beside: [] })).known,
    lookUpFor,
    upload: (file, content) => uploadFile(salesforce, file, content),
    attach: (parentId, file, content) => attach(salesforce, userId, parentId, file, content),
    findAttached: (parentId) => findAttached(salesforce, parentId),
    findUploads: (stamps) => findUploads(salesforce, stamps),
    emailAbilities: () => emailAbilities(salesforce),
    make: async (activity, attached) =>
      activity.message === null
        ? makeActivity(salesforce, userId, await rules(), activity, attached)
        : makeEmailMessage(salesforce, await rules(), activity, activity.message, attached),
    findActivities: async (sought) => {
      const { message } = sought.activity;
      return message === null ? findActivities(salesforce, await rules(), sought) : findEmailMessages(salesforce, message, sought);
    },
    add: async (activityId, attached) => addToActivity(salesforce, await rules(), activityId, attached),
    remove: (wish) => removeActivity(salesforce, userId, wish),
    async discard(stamps, standing) {
      if (standing !== null) await removeAttached(salesforce, standing, stamps);
      await discardUploads(salesforce, stamps);
    },
    readable,
  };

  function recordUrl(id: string): string {
    return `${instanceUrl}/${id}`;
  }

  function rules(): Promise<TaskRules> {
    const at = now().getTime();
    if (held === null || held.until <= at) {
      held = { rules: taskRules(salesforce), until: at + RULES_GOOD_FOR_MS };
      held.rules.catch(() => (held = null));
    }
    return held.rules;
  }

  async function abilities(): Promise<CrmAbilities> {
    let { task } = await rules();
    if (!task.createable) {
      // The permission may be granted any moment, and a person then tries again at once: that is not told from memory.
      held = null;
      salesforce.doubtDescription("Task");
      ({ task } = await rules());
    }
    if (!task.createable) throw mayNotCreateTasks();
    const length = (field: string, usual: number) => task.fields.get(field)?.length || usual;
    return {
      subjectLength: length("Subject", SUBJECT_LENGTH),
      descriptionLength: length("Description", DESCRIPTION_LENGTH),
      sharedActivities: task.childRelationships.has("TaskWhoIds"),
    };
  }

  async function lookUpFor(addresses: readonly string[], chosen: readonly string[]): Promise<KnownForFiling> {
    const isPerson = (id: string) => id.startsWith("003") || id.startsWith("00Q");
    const personIds = chosen.filter(isPerson);
    const others = chosen.filter((id) => !isPerson(id));
    const beside = await Promise.all(
      others.map(async (id, index): Promise<SubRequest> => {
        const type = await typeOf(id);
        return { method: "GET", path: restPath`/sobjects/${type}/${id}`, referenceId: `chosen${index}` };
      }),
    );
    const found = await findPeople(salesforce, { addresses, personIds, cases: false, beside });
    const people = found.known.people.filter(({ id }) => personIds.some((chosenId) => chosenId.slice(0, 15) === id.slice(0, 15)));
    return {
      ...found.known,
      chosen: new Map<string, ChosenRecord>([
        ...people.map((person): [string, ChosenRecord] => [person.id, { is: "person", person }]),
        ...found.beside.flatMap(recordOf),
      ]),
    };
  }

  async function readable(records: Parameters<Crm["readable"]>[0]): Promise<ReadonlySet<string>> {
    const at = now().getTime();
    if (readUntil.size > READ_IDS) readUntil.clear();
    const seen = new Set(records.flatMap(({ id }) => ((readUntil.get(id) ?? 0) > at ? [id] : [])));
    const asked = records.filter(({ id }) => !seen.has(id));
    for (let start = 0; start < asked.length; start += PARTS) {
      const some = asked.slice(start, start + PARTS);
      const replies = await salesforce.composite(
        some.map(({ id, type }, index) => ({
          method: "GET",
          path: restPath`/sobjects/${type}/${id}?fields=Id`,
          referenceId: `record${index}`,
        })),
      );
      replies.forEach((reply, index) => {
        const id = some[index]?.id;
        if (reply.error === null && id !== undefined) {
          seen.add(id);
          readUntil.set(id, at + READ_GOOD_FOR_MS);
        } else if (reply.error !== null && !(reply.error instanceof Gone || reply.error instanceof Refused)) throw reply.error;
      });
    }
    return seen;
  }

  /** Which object an id belongs to: told by its first three characters. */
  async function typeOf(id: string): Promise<string> {
    const prefix = id.slice(0, 3);
    const usual = USUAL_PREFIXES[prefix];
    if (usual !== undefined) return usual;
    prefixes ??= allPrefixes();
    prefixes.catch(() => (prefixes = null));
    const type = (await prefixes).get(prefix);
    if (type === undefined) throw unknownRecord();
    return type;
  }

  async function allPrefixes(): Promise<ReadonlyMap<string, string>> {
    const { sobjects } = await salesforce.get<{
      readonly sobjects: readonly { readonly name: string; readonly keyPrefix: string | null }[];
    }>(restPath`/sobjects`);
    return new Map(sobjects.flatMap(({ name, keyPrefix }) => (keyPrefix === null ? [] : [[keyPrefix, name]])));
  }
}

const USUAL_PREFIXES: Readonly<Record<string, string>> = {
  "001": "Account",
  "005": "User",
  "006": "Opportunity",
  "500": "Case",
  "701": "Campaign",
};

function recordOf(reply: SubReply): readonly [string, ChosenRecord][] {
  if (reply.error !== null) {
    if (reply.error instanceof Gone || reply.error instanceof Refused) return [];
    throw reply.error;
  }
  const row = reply.body as Readonly<Record<string, unknown>> & { readonly attributes?: { readonly type?: string } };
  const id = row["Id"];
  if (typeof id !== "string") return [];
  const name = [row["Name"], row["Subject"], row["CaseNumber"]].find((value) => typeof value === "string" && value !== "");
  return [
    [
      id,
      { is: "record", record: { id, type: row.attributes?.type ?? "Record", name: typeof name === "string" ? name : "the chosen record" } },
    ],
  ];
}

function mayNotCreateTasks(): Refused {
  return new Refused({
    code: "SALESFORCE_INSUFFICIENT_ACCESS_OR_READONLY",
    message: "The Salesforce user may not create tasks, so no mail can be filed.",
    remedy: "Ask an administrator for the permission Edit Tasks, then choose File in the pane.",
  });
}

function unknownRecord(): Refused {
  return new Refused({
    code: "CHOSEN_RECORD_MISSING",
    message: "The record chosen for this mail is of a kind that you may not see in Salesforce.",
    remedy: "Choose another record in the pane and file again.",
  });
}
