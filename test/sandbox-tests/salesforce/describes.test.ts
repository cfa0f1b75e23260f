import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OBJECT_TABLES } from "../../sandbox/salesforce/schema.ts";
import type { Field, ObjectTable } from "../../sandbox/salesforce/object-table.ts";

/** Describes recorded from real orgs, kept beside the repository and not part of it. */
const FOLDER = join(import.meta.dirname, "../../../../shared/data/salesforce-describe");

interface RecordedField {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly idLookup: boolean;
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly custom: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly active: boolean }[];
  readonly _documented?: boolean;
  readonly _lengthDocumented?: boolean;
}

interface Recorded {
  readonly name: string;
  readonly keyPrefix: string | null;
  readonly fields: readonly RecordedField[];
}

const RECORDED = ["Account", "Contact", "Lead", "Opportunity", "Case", "Event", "OpportunityContactRole"];

function read(path: string): Recorded {
  return JSON.parse(readFileSync(join(FOLDER, path), "utf8")) as Recorded;
}

function table(name: string): ObjectTable {
  const found = OBJECT_TABLES.find((one) => one.name === name);
  if (!found) throw new Error(`there is no table for ${name}`);
  return found;
}

/** What a field allows; the marks of a field which the reference does not document are guesses on its side. */
function marks(field: Field | RecordedField) {
  const { createable, updateable, nillable, filterable } = field;
  return { createable, updateable, nillable, filterable };
}

describe.skipIf(!existsSync(FOLDER))("the tables of objects and fields", () => {
  it.each(RECORDED)("has every standard field of %s as it was recorded", (name) => {
    const recorded = read(`${name}.json`);
    const ours = table(name);
    expect(ours.keyPrefix).toBe(recorded.keyPrefix);
    const standard = recorded.fields.filter((field) => !field.custom && !field.name.startsWith("ns__"));
    expect(ours.fields.map((field) => field.name).toSorted()).toEqual(standard.map((field) => field.name).toSorted());
    for (const field of standard) {
      const own = ours.fields.find((one) => one.name === field.name);
      const facts = own && {
        ...marks(own),
        type: own.type,
        length: own.length,
        sortable: own.sortable,
        groupable: own.groupable,
        idLookup: own.idLookup,
        restricted: own.restricted,
      };
      expect({ name: field.name, ...facts }).toEqual({
        name: field.name,
        ...marks(field),
        type: field.type,
        length: field.length,
        sortable: field.sortable,
        groupable: field.groupable,
        idLookup: field.idLookup,
        restricted: field.restrictedPicklist,
      });
      const values = new Set(field.picklistValues?.map((choice) => choice.value));
      for (const choice of own?.picklist ?? []) expect(values).toContain(choice.value);
    }
  });

  it.each(RECORDED)("points the references of %s where they were recorded to point", (name) => {
    const recorded = read(`${name}.json`);
    const pointing = table(name).fields.filter((field) => field.referenceTo.length > 0);
    expect(pointing).not.toEqual([]);
    for (const field of pointing) {
      const fact = recorded.fields.find((one) => one.name === field.name);
      expect(fact?.referenceTo).toEqual(expect.arrayContaining([...field.referenceTo]));
      expect(fact?.relationshipName).toBe(field.relationshipName);
    }
  });

  const derived = existsSync(FOLDER) ? readdirSync(join(FOLDER, "derived")).map((file) => file.replace(".json", "")) : [];
  const ours = derived.filter((name) => OBJECT_TABLES.some((one) => one.name === name));

  it.each(ours)("agrees with the reference on the fields it has of %s", (name) => {
    const documented = read(`derived/${name}.json`);
    const factOf = (field: Field) => documented.fields.find((one) => one.name === field.name);
    const { fields } = table(name);
    expect(fields.filter((field) => factOf(field) === undefined)).toEqual([]);
    for (const field of fields.filter((one) => factOf(one)?._documented === true)) {
      const fact = factOf(field);
      expect({ name: field.name, type: field.type, ...marks(field) }).toEqual({
        name: field.name,
        type: fact?.type,
        ...(fact ? marks(fact) : {}),
      });
    }
    for (const field of fields.filter((one) => factOf(one)?._lengthDocumented === true && one.precision === 0)) {
      expect({ name: field.name, length: field.length }).toEqual({ name: field.name, length: factOf(field)?.length });
    }
  });
});
