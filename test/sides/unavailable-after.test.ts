import { afterEach, describe, expect, it } from "vitest";
import { patient } from "../../sync-service/patience.ts";
import { contact } from "../doubles/blank-contact.ts";
import { openGraphSide } from "./graph-side.ts";
import { openSalesforceSide } from "./salesforce-side.ts";
import type { SideUnderTest } from "./side-contract.ts";

const grace = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" });

describe.each([
  ["in an org without fields of ours", async () => openSalesforceSide({ patience: patient })],
  ["in an org with the fields of O6", async () => openSalesforceSide({ patience: patient, org: { tandemFields: true } })],
  ["in a mailbox", async () => openGraphSide({ patience: patient })],
])("SF20: a creation that is answered 503 after its effect, %s", (_title, open) => {
  let world: (SideUnderTest & Pick<Awaited<ReturnType<typeof openSalesforceSide>>, "standIns">) | null = null;
  afterEach(async () => world?.close());

  it("leaves one record, which is looked for and not made again", async () => {
    world = await open();
    const side = world.side();
    await side.find([]);
    await side.fields();
    const since = new Date();
    world.standIns.faults.plant({ kind: "unavailable-after", method: "POST", path: "/(composite/sobjects|contacts)$", times: 1 });
    expect(await side.apply([{ do: "create", stamp: "stamp-1", record: grace }])).toEqual([{ is: "unknown" }]);
    expect(await world.count()).toBe(1);
    const found = await world.side().find([{ stamp: "stamp-1", record: grace, since }]);
    expect(found.get("stamp-1")?.record.email).toBe(grace.email);
  });
});
