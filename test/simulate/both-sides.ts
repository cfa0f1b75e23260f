import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Link, Note } from "../../sync-service/cycle/link.ts";
import type { Conflict } from "../../sync-service/engine/reconcile.ts";
import type { Graph } from "../sandbox/graph/graph.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { Salesforce } from "../sandbox/salesforce/salesforce.ts";
import { ADA, BEN } from "../sides/stand-ins.ts";
import { formOf, PLAIN, type Plain, plainOf, type SimulatedKind } from "./plain-kinds.ts";

/** A record as it lies there, by the id the service knows it by. */
export interface Lying {
  readonly id: string;
  readonly plain: Plain;
  readonly unmapped: string;
  /** In the adopted folder or list, or with the category; of Salesforce, owned by the user. */
  readonly isOurs: boolean;
  /** Its key in the mailbox. */
  readonly key: number;
}

/** What the service keeps of a kind, as far as it is judged by it. */
export interface Known {
  readonly all: readonly Link<Fields>[];
  readonly conflicts: readonly (Conflict<Fields> & { readonly linkId: string; readonly open: boolean })[];
  readonly notes: readonly Pick<Note, "action" | "outcome" | "item" | "record" | "before" | "after">[];
}

interface Outside {
  readonly graph: Graph;
  readonly salesforce: Salesforce;
  readonly adaInSalesforce: string;
  readonly now: () => Date;
}

type Row = Readonly<Record<string, unknown>>;

/** A mailbox and an org as people see them, whoever keeps them in step, and however. */
export abstract class BothSides {
  readonly graph: Graph;
  readonly salesforce: Salesforce;
  readonly adaInSalesforce: string;
  readonly folderId: string;
  readonly listId: string;
  readonly ben: string;
  readonly accountId: string;
  /** When the history begins, as people see it. */
  readonly firstDay: string;
  /** Of everybody but the service. */
  readonly today: () => Date;

  constructor({ graph, salesforce, adaInSalesforce, now }: Outside) {
    this.graph = graph;
    this.salesforce = salesforce;
    this.adaInSalesforce = adaInSalesforce;
    this.today = now;
    this.firstDay = now().toISOString().slice(0, 10);
    this.folderId = graph.seed.folder(ADA, "Salesforce Contacts", "contacts").id;
    this.listId = graph.seed.mailbox(ADA).addFolder("tasks", "Salesforce Tasks", null).id;
    this.ben = salesforce.seed.user({ Email: BEN });
    this.accountId = salesforce.seed.account({ Name: "Northwind Traders" });
  }

  abstract known(kind: SimulatedKind): Known;

  /** A moment in which nobody does anything, where time is ours to move. */
  abstract pass(ms: number): void;

  /** Whether the org has the fields by which Tandem knows its records again (O6). */
  get hasTandemFields(): boolean {
    return this.salesforce.org.switches.tandemFields;
  }

  items(kind: SimulatedKind): readonly StoredItem[] {
    const mailbox = this.graph.seed.mailbox(ADA);
    return [...mailbox.folders]
      .filter((folder) => folder.kind === PLAIN[kind].folders)
      .flatMap((folder) => [...mailbox.itemsIn(folder.id).values()])
      .filter((item) => item.kind === kind)
      .sort((one, other) => one.key - other.key);
  }

  itemId(item: StoredItem): string {
    return this.graph.seed.id(item, item.kind === "task" ? "default" : "immutable");
  }

  rows(kind: SimulatedKind): readonly Row[] {
    const { store } = this.salesforce.org;
    const objects = kind === "contact" ? ["Contact", "Lead"] : [PLAIN[kind].object];
    return (
      objects
        .flatMap((object) => [...store.rows(object)])
        .filter(({ deletedAt, values }) => deletedAt === undefined && values["TaskSubtype"] !== "Email" && values["IsConverted"] !== true)
        // The copies of those who were invited.
        .filter(({ values }) => values["IsChild"] !== true)
        .map(({ id, values }) => ({ ...values, Id: id }))
    );
  }

  lying(kind: SimulatedKind, side: SideName): readonly Lying[] {
    const { unmapped } = PLAIN[kind];
    if (side === "exchange")
      return this.items(kind).map((item) => ({
        id: this.itemId(item),
        plain: plainOf(kind, side, item.fields),
        unmapped: unmapped.exchange(item.fields),
        isOurs: item.folderId === this.folderId || item.folderId === this.listId || hasMark(item),
        key: item.key,
      }));
    return this.rows(kind).map((row) => {
      const id = String(row["Id"]);
      const form = formOf(kind, id);
      const isOurs = row["OwnerId"] === this.adaInSalesforce;
      return { id, plain: plainOf(kind, side, row, form), unmapped: form.unmapped.salesforce(row), isOurs, key: 0 };
    });
  }
}

export const categoriesOf = (item: StoredItem): readonly string[] => (item.fields["categories"] ?? []) as readonly string[];
export const hasMark = (item: StoredItem): boolean => categoriesOf(item).includes("Salesforce");
