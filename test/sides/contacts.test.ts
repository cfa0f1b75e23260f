import { contactFields } from "../../sync-service/mappings/contact.ts";
import { MemorySide } from "../doubles/memory-side.ts";
import { contactSamples } from "./contact-samples.ts";
import { openGraphSide } from "./graph-side.ts";
import { openSalesforceSide } from "./salesforce-side.ts";
import { describeSide, type SideUnderTest } from "./side-contract.ts";

describeSide("graph", () => openGraphSide(), contactSamples());
describeSide(
  "graph, where contacts cannot be filtered by an extended property",
  () => openGraphSide({ graph: { contactExtendedFilter: false } }),
  contactSamples(),
);
describeSide(
  "graph, where delta items hold only what changed",
  () => openGraphSide({ graph: { partialDelta: "everything" } }),
  contactSamples(),
);
describeSide(
  "graph, of a further phone",
  () => openGraphSide({ furtherPhones: true }),
  contactSamples({ fax: "+1 202 555 0102" }, "otherPhone"),
);
describeSide(
  "graph, of a further phone where contacts cannot be filtered by an extended property and delta items hold only what changed",
  () => openGraphSide({ furtherPhones: true, graph: { contactExtendedFilter: false, partialDelta: "everything" } }),
  contactSamples({ fax: "+1 202 555 0102" }, "assistantPhone"),
);
describeSide(
  "salesforce, of a further phone",
  () => openSalesforceSide({ people: { objects: "contacts", priority: "contact", furtherPhones: true } }),
  contactSamples({ fax: "+1 202 555 0102" }, "otherPhone"),
);
describeSide("salesforce", () => openSalesforceSide(), contactSamples());
describeSide("salesforce, with the org fields of O6", () => openSalesforceSide({ org: { tandemFields: true } }), contactSamples());
describeSide(
  "salesforce, of leads",
  () => openSalesforceSide({ people: { objects: "leads", priority: "lead" } }),
  contactSamples({ accountName: "Navy" }),
);
describeSide(
  "salesforce, of both with leads first, and with the org fields of O6",
  () => openSalesforceSide({ org: { tandemFields: true }, people: { objects: "both", priority: "lead" } }),
  contactSamples({ accountName: "Navy" }),
);
describeSide("in memory", async () => openMemorySide(), contactSamples());

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
