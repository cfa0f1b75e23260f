import type { Org } from "./org.ts";
import type { Row, Value } from "./record-store.ts";

/** Adds a record that the org makes by itself (a link, a relation): audit fields are set, no rules run. Answers its id. */
export function addRow(org: Org, object: string, userId: string, values: Readonly<Record<string, Value>>): string {
  const stamp = org.stamp();
  const id = org.store.newId(object);
  const all = {
    Id: id,
    IsDeleted: false,
    CreatedDate: stamp,
    CreatedById: userId,
    LastModifiedDate: stamp,
    LastModifiedById: userId,
    SystemModstamp: stamp,
    ...values,
  };
  org.store.put(object, { id, values: withoutBlanks(all) });
  return id;
}

export function withoutBlanks(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** Moves a record to the Recycle Bin. */
export function binRow(org: Org, object: string, row: Row, userId: string): void {
  if (row.deletedAt !== undefined) return;
  const stamp = org.stamp();
  const values = { ...row.values, IsDeleted: true, SystemModstamp: stamp, LastModifiedDate: stamp, LastModifiedById: userId };
  org.store.put(object, { ...row, deletedAt: stamp, values });
}
