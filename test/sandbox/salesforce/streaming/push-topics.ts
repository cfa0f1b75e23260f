import { Access } from "../access.ts";
import { textOf } from "../draft.ts";
import { Refusal } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Change, Row } from "../record-store.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import { QueryScope } from "../soql/scope.ts";
import type { Condition, Select } from "../soql/tree.ts";
import { netChanges } from "./change-event.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { EventBus } from "./event-bus.ts";

type Kind = "created" | "updated" | "deleted" | "undeleted";

const SWITCHES: Readonly<Record<Kind, string>> = {
  created: "NotifyForOperationCreate",
  updated: "NotifyForOperationUpdate",
  deleted: "NotifyForOperationDelete",
  undeleted: "NotifyForOperationUndelete",
};

/** Tells the listeners of `/topic/Name` of changes to records that the topic's query finds. */
export class PushTopics {
  readonly #org: Org;
  readonly #bus: EventBus;

  constructor(org: Org, bus: EventBus, feed: ChangeFeed) {
    this.#org = org;
    this.#bus = bus;
    feed.listen((changes) => {
      for (const topic of org.store.rows("PushTopic")) {
        if (topic.deletedAt === undefined && topic.values["IsActive"] === true) this.#tell(topic, changes);
      }
    });
  }

  #tell(topic: Row, changes: readonly Change[]): void {
    const text = textOf(topic, "Query") ?? "";
    const access = new Access(this.#org, textOf(topic, "CreatedById") ?? "");
    const scope = new QueryScope(this.#org, access, "v62.0", text);
    const select = parseSoql(text);
    const name = access.object(select.from)?.name;
    for (const change of netChanges(changes)) {
      const kind = change.object === name ? kindOf(change) : null;
      if (kind === null || topic.values[SWITCHES[kind]] !== true) continue;
      if (kind === "updated" && !concerns(select, textOf(topic, "NotifyForFields") ?? "Referenced", change)) continue;
      const sobject = kind === "deleted" ? { Id: change.id } : found(scope, select, change.id);
      if (sobject === null) continue;
      const event = { createdDate: this.#org.clock.now().toISOString(), type: kind };
      this.#bus.publish(`/topic/${textOf(topic, "Name") ?? ""}`, { event, sobject });
    }
  }
}

function kindOf({ before, after }: Change): Kind | null {
  const wasThere = before !== undefined && before.deletedAt === undefined;
  const isThere = after !== undefined && after.deletedAt === undefined;
  if (wasThere) return isThere ? "updated" : "deleted";
  if (!isThere) return null;
  return before === undefined ? "created" : "undeleted";
}

/** Whether one of the fields changed that the topic looks at. */
function concerns(select: Select, fields: string, { before, after }: Change): boolean {
  const selected = select.fields.flatMap((field) =>
    field.is === "field" && field.expression.path ? [field.expression.path[0] ?? ""] : [],
  );
  const looked = fields === "Select" ? selected : fields === "Where" ? namesIn(select.where) : [...selected, ...namesIn(select.where)];
  const changed = Object.keys({ ...before?.values, ...after?.values }).filter((name) => before?.values[name] !== after?.values[name]);
  const names = new Set(looked.map((name) => name.toLowerCase()));
  return fields === "All" ? changed.length > 0 : changed.some((name) => names.has(name.toLowerCase()));
}

function namesIn(where: Condition | null): readonly string[] {
  switch (where?.is) {
    case "and":
    case "or":
      return where.parts.flatMap(namesIn);
    case "not":
      return namesIn(where.part);
    case "compare":
      return [where.expression.path?.[0] ?? ""];
    case "within":
      return [where.path[0] ?? ""];
    default:
      return [];
  }
}

/** The record as the topic's query selects it; null when the query does not find it. */
function found(scope: QueryScope, select: Select, id: string): object | null {
  const itself: Condition = {
    is: "compare",
    expression: { path: ["Id"], fn: null },
    operator: "=",
    literals: [{ kind: "string", text: id }],
  };
  const where: Condition = select.where === null ? itself : { is: "and", parts: [itself, select.where] };
  const { rows, shape } = runQuery(scope, { ...select, where }, false);
  const [record] = rows.map(shape);
  if (typeof record !== "object" || record === null) return null;
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== "attributes"));
}

/** Why a topic cannot have this query, in words; null when it can. */
export function faultOfTopic(org: Org, userId: string, query: string): string | null {
  try {
    const access = new Access(org, userId);
    const select = parseSoql(query);
    const names = select.fields.map((field) => (field.is === "field" ? field.expression.path?.join(".").toLowerCase() : undefined));
    if (!names.includes("id")) return "Id is required in the SELECT clause of a push topic";
    if (names.includes(undefined) || select.groupBy.length > 0 || select.orderBy.length > 0 || select.limit !== null) {
      return "Aggregates, relationship queries, ORDER BY and LIMIT are not supported in a push topic";
    }
    runQuery(new QueryScope(org, access, "v62.0", query), { ...select, limit: 1 }, false);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
