import { describe, expect, it } from "vitest";
import type { FieldValue } from "../../shared/records/fields.ts";
import { readRecord } from "../../sync-service/mappings/mapping.ts";

type Note = { readonly text: FieldValue };

describe("P1: what a codec lets through", () => {
  const read = (value: unknown) =>
    readRecord<Note, object>({ text: { property: "text", read: () => value as FieldValue, write: () => ({}) } }, {});

  it.each([null, "", "words", 0, 7, false, true])("is a value: %j", (value) => {
    expect(read(value)).toEqual({ text: value });
  });

  it.each([[undefined], [{}], [{ text: "words" }], [[]], [["words"]]])("is none, and named by its field: %j", (value) => {
    expect(() => read(value)).toThrow(new TypeError("What stands in text is no value."));
  });
});
