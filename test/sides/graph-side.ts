import type { Contact } from "../../shared/records/contact.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { contactFromGraph, contactToGraph } from "../../sync-service/mappings/contact.ts";
import type { GraphContact } from "../../sync-service/mappings/wire/graph-contact.ts";
import { withExtended } from "../sandbox/graph/extended-properties.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { SideUnderTest } from "./side-contract.ts";
import { ADA, openStandIns, type Settings, type StandIns } from "./stand-ins.ts";

export const FOLDER = "Salesforce Contacts";

export interface GraphSideUnderTest extends SideUnderTest {
  readonly standIns: StandIns;
  readonly folderId: string;
  /** The preset's setting. */
  furtherPhones: boolean;
  item(id: string): StoredItem;
}

/** Ada's mailbox, with the adopted folder. */
export async function openGraphSide(settings: Settings & { readonly furtherPhones?: boolean } = {}): Promise<GraphSideUnderTest> {
  const standIns = await openStandIns(settings);
  const { seed } = standIns.graph;
  const folderId = seed.folder(ADA, FOLDER, "contacts").id;
  const items = (): readonly StoredItem[] => {
    const mailbox = seed.mailbox(ADA);
    return ["contacts", FOLDER].flatMap((name) => [...mailbox.itemsIn(seed.folder(ADA, name, "contacts").id).values()]);
  };
  const find = (id: string): StoredItem | undefined => items().find((item) => seed.id(item, "immutable") === id);
  const item = (id: string): StoredItem => {
    const found = find(id);
    if (!found) throw new Error(`no contact ${id}`);
    return found;
  };
  const held = ({ extended }: StoredItem) => Object.entries(extended).map(([id, value]) => ({ id, value: String(value) }));
  const wire = (of: StoredItem): GraphContact => ({ ...of.fields, singleValueExtendedProperties: held(of) });
  const under: GraphSideUnderTest = {
    furtherPhones: settings.furtherPhones === true,
    standIns,
    folderId,
    item,
    side: () => exchangeContacts({ graph: standIns.graphClient.mailbox(standIns.ada), folderId, furtherPhones: under.furtherPhones }),
    async add(record: Contact) {
      return seed.id(seed.contact(ADA, FOLDER, { ...contactToGraph(record) }), "immutable");
    },
    async edit(id, changes) {
      const { singleValueExtendedProperties: phones, ...fields } = contactToGraph(changes, wire(item(id)));
      seed.change(item(id), fields, withExtended(item(id).extended, { singleValueExtendedProperties: phones }));
    },
    async remove(id) {
      seed.move(item(id), "deleteditems");
    },
    async there(id) {
      const found = find(id);
      return found ? contactFromGraph(wire(found)) : null;
    },
    count: async () => items().length,
    loseNextReply: () => void standIns.faults.plant({ kind: "lost-after", on: "graph", times: 1 }),
    tick: () => standIns.clock.move(1000),
    close: () => standIns.close(),
  };
  return under;
}
