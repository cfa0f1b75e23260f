import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import type { Content } from "../../sync-service/filing/mailbox.ts";
import type { FilingParts } from "../../sync-service/filing/parts.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

/** The process ends here: nothing after it happens, not even what an error would lead to. */
class Killed extends Error {}

/** Where a run is cut off: before its n-th call to the outside, or after that call's effect and before anything is done with the answer. */
interface Cut {
  readonly call: number;
  readonly when: "before" | "after";
}

const ORGS: readonly (readonly [string, Partial<OrgSwitches>])[] = [
  ["without fields of our own", {}],
  ["with fields of our own", { tandemFields: true, sharedActivities: true }],
];

describe.each(ORGS)("P4: killed at any call to the outside, in an org %s", (_, org) => {
  let office: Office;
  let anna: Colleague;
  beforeAll(async () => {
    office = await openOffice(org);
    anna = await office.hire("Anna");
    const { seed } = office.world.salesforce;
    const account = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
    seed.contact({ LastName: "Doe", Email: "jane@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
    seed.contact({ LastName: "Roe", Email: "rick@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
  });
  afterAll(() => office.close());

  it("one task with its links, each file once, and the category", async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(12);
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) await killedAt({ call, when });
    }
  }, 60_000);

  async function countCalls(): Promise<number> {
    const counter = { made: 0 };
    await arrive("count");
    await fileSlice(cutOff(anna.parts, counter, null));
    check("count");
    return counter.made;
  }

  async function killedAt(cut: Cut): Promise<void> {
    const subject = `cut ${cut.when} call ${cut.call}`;
    await arrive(subject);
    await fileSlice(cutOff(anna.parts, { made: 0 }, cut)).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await anna.fileAll();
    check(subject);
  }

  function arrive(subject: string) {
    const files = [
      { name: "offer.pdf", content: `offer of ${subject}` },
      { name: "offer.pdf", content: `second offer of ${subject}` },
    ];
    return office.world.graph.seed.mime(anna.email, "Salesforce Emails", mime({ subject, cc: "rick@acme.example", files }));
  }

  function check(subject: string): void {
    const { store } = office.world.salesforce.org;
    const tasks = [...store.rows("Task")].filter(({ values }) => values["Subject"] === subject);
    const links = [...store.rows("ContentDocumentLink")].filter(({ values }) => values["LinkedEntityId"] === tasks[0]?.id);
    const people = [...store.rows("TaskRelation")].filter(({ values }) => values["TaskId"] === tasks[0]?.id && values["IsWhat"] !== true);
    const mail = office.world.graph.seed.items(anna.email, "Salesforce Emails").find(({ fields }) => fields["subject"] === subject);
    expect({
      subject,
      tasks: tasks.length,
      links: links.length,
      files: new Set(links.map(({ values }) => values["ContentDocumentId"])).size,
      people: people.length,
      categories: mail?.fields["categories"],
    }).toEqual({
      subject,
      tasks: 1,
      links: 2,
      files: 2,
      people: org.sharedActivities === true ? 2 : people.length,
      categories: ["Salesforce"],
    });
  }
});

/** The parts, with every call to the outside counted and one of them cut off; from then on nothing reaches the outside any more. */
function cutOff(parts: FilingParts, counter: { made: number }, cut: Cut | null): FilingParts {
  let dead = false;
  const guard = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function" || name === "recordUrl") return value;
        return async (...given: unknown[]) => {
          if (dead) throw new Killed();
          counter.made += 1;
          const here = counter.made === cut?.call;
          if (here && cut.when === "before") throw die();
          const answer: unknown = await Reflect.apply(value, target, given);
          if (here && cut.when === "after") {
            if (name === "content") await (answer as Content).close(); // as the end of the process would
            throw die();
          }
          if (dead) throw new Killed();
          return answer;
        };
      },
    });
  return { ...parts, mailbox: guard(parts.mailbox), crm: guard(parts.crm), store: guard(parts.store), unexpected: () => {} };

  function die(): Killed {
    dead = true;
    return new Killed();
  }
}
