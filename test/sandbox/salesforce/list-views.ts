import { addRow } from "./bare-rows.ts";
import type { Org } from "./org.ts";
import type { Row } from "./record-store.ts";

export interface ListViewSeed {
  readonly object: string;
  readonly name: string;
  readonly developerName?: string;
  /** The fields it shows, and what of the query follows WHERE. */
  readonly fields: readonly string[];
  readonly where?: string;
  /** Only records of whoever looks. */
  readonly mine?: boolean;
  readonly orderBy?: string;
}

/** A list view as a person set it up; its query is kept beside the published fields. Answers its id. */
export function addListView(org: Org, view: ListViewSeed): string {
  const table = org.schema.object(view.object);
  const audit = ["CreatedDate", "LastModifiedDate", "SystemModstamp"].filter((name) => table.field(name) && !view.fields.includes(name));
  const columns = [...view.fields, ...(view.fields.includes("Id") ? [] : ["Id"]), ...audit];
  const query = [
    `SELECT ${columns.join(", ")} FROM ${table.name}`,
    view.mine === true ? "USING SCOPE mine" : "",
    view.where === undefined ? "" : `WHERE ${view.where}`,
    view.orderBy === undefined ? "" : `ORDER BY ${view.orderBy}`,
  ].filter((part) => part !== "");
  return addRow(org, "ListView", org.organisation.id, {
    Name: view.name,
    DeveloperName: view.developerName ?? view.name.replaceAll(/\W+/gu, "_"),
    SobjectType: table.name,
    IsSoqlCompatible: true,
    Query: query.join(" "),
    Shown: view.fields.join(","),
    ViewScope: view.mine === true ? "mine" : "everything",
  });
}

export function listViewsOf(org: Org, object: string): readonly Row[] {
  return [...org.store.rows("ListView")].filter((row) => row.values["SobjectType"] === object && row.deletedAt === undefined);
}
