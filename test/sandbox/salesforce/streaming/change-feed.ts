import { createHash } from "node:crypto";
import { Random } from "../../base/random.ts";
import type { Org } from "../org.ts";
import type { Change } from "../record-store.ts";
import { merged, netChanges, recordChange, type ChangeType, type RecordChange } from "./change-event.ts";
import type { EventBus } from "./event-bus.ts";

/** On whose behalf a transaction runs, and through what. */
export interface Origin {
  readonly userId: string;
  /** As the header's `changeOrigin` tells it. */
  readonly origin: string;
}

/** The objects that Change Data Capture knows, of those in this org. */
export const CAPTURABLE: ReadonlySet<string> = new Set([
  "Account",
  "Case",
  "Contact",
  "ContentDocument",
  "ContentDocumentLink",
  "EmailMessage",
  "Event",
  "EventRelation",
  "Lead",
  "Opportunity",
  "OpportunityContactRole",
  "Task",
  "TaskRelation",
  "User",
]);

/** What a person does in Salesforce's own pages comes with this origin. */
const OWN_PAGES = "com/salesforce/api/soap/67.0;client=SfdcInternalAPI/";
const HEX = "0123456789abcdef";

/** Turns each transaction into change events of the entities that the org has selected, and publishes them once it is sure. */
export class ChangeFeed {
  readonly #org: Org;
  readonly #bus: EventBus;
  readonly #random: Random;
  readonly #listeners: ((changes: readonly Change[]) => void)[] = [];
  #origin: Origin | null = null;

  constructor(org: Org, bus: EventBus, seed: number) {
    this.#org = org;
    this.#bus = bus;
    this.#random = new Random(seed + bus.newest);
    org.store.onCommit((changes) => {
      this.#publish(changes);
      for (const listener of this.#listeners) listener(changes);
    });
  }

  /** Further parties that are told of every transaction. */
  listen(listener: (changes: readonly Change[]) => void): void {
    this.#listeners.push(listener);
  }

  /** `com/salesforce/api/rest/62.0;client=Name`; the client only where the caller named itself. */
  origin(api: "rest" | "bulkapi" | "soap", version: string, client: string | null): string {
    return `com/salesforce/api/${api}/${version.replace("v", "")}${client === null ? "" : `;client=${client}`}`;
  }

  /** Whatever is written during this work comes from there. */
  during<T>(origin: Origin, work: () => T): T {
    const outer = this.#origin;
    this.#origin = origin;
    try {
      return work();
    } finally {
      this.#origin = outer;
    }
  }

  /** What Salesforce sends instead when it cannot tell the fields of a change: an event of ids only. */
  gap(object: string, recordIds: readonly string[], changeType: ChangeType): void {
    this.#send([{ object, recordIds, changeType, changedFields: [], nulledFields: [], fields: {} }], "");
  }

  #publish(changes: readonly Change[]): void {
    const selected = this.#org.switches.changeEvents;
    if (selected.length === 0) return;
    const told = netChanges(changes).flatMap((change) => {
      const object = selected.includes(change.object) && CAPTURABLE.has(change.object) ? this.#org.schema.find(change.object) : undefined;
      const what = object && recordChange(object, change);
      return what ? [what] : [];
    });
    const author = changes.map(({ after }) => after?.values["LastModifiedById"]).find((id) => typeof id === "string") ?? "";
    this.#send(merged(told), String(author));
  }

  #send(changes: readonly RecordChange[], author: string): void {
    const commit = {
      transactionKey: this.#transactionKey(),
      commitTimestamp: this.#org.clock.now().getTime(),
      commitNumber: this.#bus.newest * 1000,
      commitUser: this.#origin?.userId ?? author,
      changeOrigin: this.#origin?.origin ?? OWN_PAGES,
    };
    for (const [index, change] of changes.entries()) {
      const ChangeEventHeader = {
        entityName: change.object,
        recordIds: change.recordIds,
        changeType: change.changeType,
        ...commit,
        sequenceNumber: index + 1,
        changedFields: change.changedFields,
        nulledFields: change.nulledFields,
        diffFields: [],
      };
      const data = { schema: this.#schemaId(change.object), payload: { ...change.fields, ChangeEventHeader } };
      this.#bus.publish(`/data/${change.object}ChangeEvent`, data);
    }
  }

  /** Changes whenever the fields of an object do. */
  #schemaId(object: string): string {
    return createHash("md5").update(`${object} ${this.#org.schemaStamp}`).digest("base64url");
  }

  #transactionKey(): string {
    return [8, 4, 4, 4, 12].map((length) => this.#random.text(length, HEX)).join("-");
  }
}
