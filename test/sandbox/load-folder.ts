import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { cardsOf } from "../corpus/vcard-text.ts";
import { CardUnreadable, readCard } from "../corpus/read-card.ts";
import { NoMail } from "./graph/load-mime.ts";
import type { StandIns } from "./world.ts";

export interface LoadedFolder {
  readonly mails: number;
  readonly contacts: number;
  readonly events: number;
  /** A sentence for each file that was left out. */
  readonly leftOut: readonly string[];
}

/** `npm start -- --mailbox DIR`: places the .eml, .vcf and .ics files of a folder into a sample mailbox, each of them once. */
export async function loadFolder({ graph, tables }: StandIns, folder: string, mailbox: string): Promise<LoadedFolder> {
  const loaded = tables.table<{ readonly file: string }>("sandbox.loaded");
  const result = { mails: 0, contacts: 0, events: 0, leftOut: [] as string[] };
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
    const kind = extname(file).toLowerCase();
    if (![".eml", ".vcf", ".ics"].includes(kind)) continue;
    const bytes = readFileSync(join(folder, file));
    const mark = `${mailbox} ${createHash("sha256").update(bytes).digest("hex")}`;
    if (loaded.get(mark)) continue;
    try {
      if (kind === ".eml") {
        await graph.seed.mime(mailbox, "inbox", bytes);
        result.mails += 1;
      } else if (kind === ".vcf") {
        for (const card of cardsOf(bytes)) {
          graph.seed.contact(mailbox, "contacts", readCard(card));
          result.contacts += 1;
        }
      } else {
        const { placed, leftOut } = graph.seed.ics(mailbox, bytes.toString("utf8"));
        result.events += placed.length;
        result.leftOut.push(...leftOut.map(({ subject, reason }) => `${file}: ${subject === "" ? "an event" : `"${subject}"`}: ${reason}`));
      }
      loaded.put(mark, { file });
    } catch (error) {
      if (!(error instanceof NoMail) && !(error instanceof CardUnreadable)) throw error;
      result.leftOut.push(`${file}: ${error.message}`);
    }
  }
  tables.commit();
  return result;
}
