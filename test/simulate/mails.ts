import { folderNames } from "../../shared/records/names.ts";
import { csv } from "../sandbox/seed/files.ts";
import { mime } from "../sandbox/seed/mime.ts";
import { ADA } from "../sides/stand-ins.ts";
import type { BothSides } from "./both-sides.ts";
import type { Chance } from "./people.ts";

/** Mails that come in, some of which are filed (F1): moved into the folder, given the category, or both. */
export class Mails {
  readonly #world: BothSides;
  readonly #chance: Chance;
  readonly #say: (line: string) => void;
  /** By subject: whether it is filed, and with how many files. */
  readonly #came = new Map<string, { readonly filed: boolean; readonly files: number }>();

  constructor(world: BothSides, chance: Chance, say: (line: string) => void) {
    this.#world = world;
    this.#chance = chance;
    this.#say = say;
  }

  async act(): Promise<void> {
    const { seed } = this.#world.graph;
    const number = this.#came.size + 1;
    const [subject, place, files] = [`Offer ${number}`, this.#chance.upTo(3), this.#chance.upTo(1)];
    const message = {
      messageId: `<simulated-${number}@customer.example>`,
      from: `Kim <kim@customer.example>`,
      to: [ADA],
      subject,
      sent: this.#world.today(),
      text: `The text of offer ${number}.`,
      files: Array.from({ length: files }, (_, file) => csv(`numbers-${number}-${file}.csv`, [["offer", number]])),
    };
    const item = await seed.mime(ADA, "inbox", mime(message));
    this.#came.set(subject, { filed: place > 0, files });
    this.#say(`gets the mail "${subject}"${place > 0 ? " and files it" : ""}`);
    const marked = place > 1 ? seed.change(item, { categories: ["Salesforce"] }) : item;
    if (place === 1 || place === 3) seed.move(marked, folderNames.emails);
  }

  /** Each that was filed is one completed task with its files; of the others there is nothing (F1, F3). */
  complaints(): readonly string[] {
    const { store } = this.#world.salesforce.org;
    const standing = (object: "Task" | "ContentDocumentLink") => [...store.rows(object)].filter(({ deletedAt }) => deletedAt === undefined);
    const activities = Map.groupBy(
      standing("Task").filter(({ values }) => values["TaskSubtype"] === "Email"),
      ({ values }) => String(values["Subject"]),
    );
    const attached = Map.groupBy(standing("ContentDocumentLink"), ({ values }) => String(values["LinkedEntityId"]));
    return [...this.#came].flatMap(([subject, { filed, files }]) => {
      const found = activities.get(subject) ?? [];
      if (found.length !== (filed ? 1 : 0)) return [`the mail "${subject}" is filed ${found.length} times`];
      return found.flatMap(({ id, values }) => {
        const count = attached.get(id)?.length ?? 0;
        return [
          ...(values["Status"] === "Completed" ? [] : [`the activity of "${subject}" is ${String(values["Status"])}`]),
          ...(count === files ? [] : [`the activity of "${subject}" has ${count} files instead of ${files}`]),
        ];
      });
    });
  }
}
