import { afterEach, beforeEach, expect, it } from "vitest";
import { ANNA, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  world.salesforce.packages.install({ name: "Riva", namespace: "riva", version: "3.2.1.4" });
});
afterEach(() => world.close());

it("tells the packages that are installed, with their parents, in the shape that was recorded", async () => {
  const query =
    "SELECT Id, SubscriberPackage.Name, SubscriberPackage.NamespacePrefix, SubscriberPackageVersion.Name FROM InstalledSubscriberPackage";
  const { body } = await world.call(ANNA, "GET", `/tooling/query/?q=${encodeURIComponent(query)}`);
  expect(body).toMatchObject({ size: 1, totalSize: 1, done: true, queryLocator: null, entityTypeName: "InstalledSubscriberPackage" });
  expect(body.records[0]).toMatchObject({
    attributes: {
      type: "InstalledSubscriberPackage",
      url: `/services/data/v62.0/tooling/sobjects/InstalledSubscriberPackage/${body.records[0].Id}`,
    },
    SubscriberPackage: { attributes: { type: "SubscriberPackage" }, Name: "Riva", NamespacePrefix: "riva" },
    SubscriberPackageVersion: { Name: "3.2" },
  });
  const read = await world.call(ANNA, "GET", `/tooling/sobjects/InstalledSubscriberPackage/${body.records[0].Id}`);
  expect(read.body).toMatchObject({ Id: body.records[0].Id });
});

it("answers an empty result without an entity", async () => {
  const { body } = await world.call(
    ANNA,
    "GET",
    "/tooling/query?q=SELECT+Id+FROM+InstalledSubscriberPackage+WHERE+Id='0A3000000000001AAA'",
  );
  expect(body).toEqual({ size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: null, records: [] });
});

it("finds packages and versions by their ids only", async () => {
  const refused = await world.call(ANNA, "GET", "/tooling/query?q=SELECT+Id+FROM+SubscriberPackage");
  expect([refused.status, refused.body[0].errorCode]).toEqual([400, "EXTERNAL_OBJECT_EXCEPTION"]);
  const { records } = await world.connect(ANNA).tooling.query("SELECT SubscriberPackageVersionId FROM InstalledSubscriberPackage");
  const id = String(records[0]?.["SubscriberPackageVersionId"]);
  const found = await world.connect(ANNA).tooling.query(`SELECT MajorVersion, IsBeta FROM SubscriberPackageVersion WHERE Id = '${id}'`);
  expect(found.records).toMatchObject([{ MajorVersion: 3, IsBeta: false }]);
});

it("describes its own objects, and those only", async () => {
  const tooling = await world.connect(ANNA).tooling.describeGlobal();
  expect(tooling.sobjects.map((object) => object.name)).toEqual([
    "InstalledSubscriberPackage",
    "SubscriberPackage",
    "SubscriberPackageVersion",
  ]);
  const described = await world.connect(ANNA).tooling.describe("SubscriberPackage");
  expect(described.fields.map((field) => field.name)).toContain("NamespacePrefix");
  const rest = await world.connect(ANNA).describeGlobal();
  expect(rest.sobjects.map((object) => object.name)).not.toContain("SubscriberPackage");
});

it("shows nothing to those without View Setup, and takes no other objects", async () => {
  const unknown = await world.call(ANNA, "GET", "/tooling/query?q=SELECT+Id+FROM+Contact");
  expect([unknown.status, unknown.body[0].errorCode]).toEqual([400, "INVALID_TYPE"]);
  world.salesforce.org.allow(world.anna, { viewSetup: false });
  const refused = await world.call(ANNA, "GET", "/tooling/query?q=SELECT+Id+FROM+InstalledSubscriberPackage");
  expect([refused.status, refused.body[0].errorCode]).toEqual([400, "INVALID_TYPE"]);
  expect((await world.call(ANNA, "POST", "/tooling/sobjects/SubscriberPackage", {})).status).toBe(501);
});
