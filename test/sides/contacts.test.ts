import { contactFields } from "../../sync-service/mappings/contact.ts";
import { MemorySide } from "../doubles/memory-side.ts";
import { openGraphSide } from "./graph-side.ts";
import { openSalesforceSide } from "./salesforce-side.ts";
import { describeSide, type SideUnderTest } from "./side-contract.ts";

describeSide("graph", () => openGraphSide());
describeSide("graph, where contacts cannot be filtered by an extended property", () =>
  openGraphSide({ graph: { contactExtendedFilter: false } }),
);
describeSide("graph, where delta items hold only what changed", () => openGraphSide({ graph: { partialDelta: "everything" } }));
describeSide("salesforce", () => openSalesforceSide());
describeSide("salesforce, with the org fields of O6", () => openSalesforceSide({ org: { tandemFields: true } }));
describeSide("salesforce, of leads", () => openSalesforceSide({ people: { objects: "leads", priority: "lead" } }), { accountName: "Navy" });
describeSide(
  "salesforce, of both with leads first, and with the org fields of O6",
  () => openSalesforceSide({ org: { tandemFields: true }, people: { objects: "both", priority: "lead" } }),
  { accountName: "Navy" },
);
describeSide("in memory", async () => openMemorySide());

function openMemorySide(): SideUnderTest {
  const memory = new MemorySide("exchange");
  let losing = false;
  memory.faultFor = () => {
    const fault = losing ? "lost-after" : null;
    losing = false;
    return fault;
  };
  return {
    side: () => memory,
    add: async (record) => memory.add(record),
    edit: async (id, changes) => memory.edit(id, changes),
    remove: async (id) => memory.remove(id),
    there: async (id) => memory.rows.find((row) => row.id === id)?.record ?? null,
    count: async () => memory.rows.length,
    loseNextReply: () => (losing = true),
    tick: () => {},
    close: async () => {
      if (contactFields.length === 0) throw new Error("no fields");
    },
  };
}
