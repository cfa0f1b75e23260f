import { expect, it } from "vitest";
import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../../sync-service/cycle/side.ts";
import { newLink, sighted } from "../../sync-service/cycle/sighting.ts";

const seen = (record: Fields): Seen<Fields> => ({
  ...{ id: "1", version: "1", record },
  standing: { on: "exchange", container: "", inFolder: true, categories: [], createdAt: "2026-01-01T00:00:00Z" },
});
const at = new Date("2026-03-01T08:00:00Z");
const known = sighted(newLink<Fields>("link", false), "exchange", { is: "present", seen: seen({ name: "Grace" }) }, at);

it("M6: a record that was kept before it had a field is news once there is a value in it, though the version is the same", () => {
  const told = sighted({ ...known, dueAt: null }, "exchange", { is: "present", seen: seen({ name: "Grace", fax: "1" }) }, at);
  expect(told).toMatchObject({ dueAt: at, exchange: { seen: { record: { name: "Grace", fax: "1" } } } });
});

it("M6: and is none while the field is blank", () => {
  const told = sighted({ ...known, dueAt: null }, "exchange", { is: "present", seen: seen({ name: "Grace", fax: null }) }, at);
  expect(told.dueAt).toBeNull();
});
