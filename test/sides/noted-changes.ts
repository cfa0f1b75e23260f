import { type LookedAt, organisationChanges } from "../../sync-service/salesforce/changes.ts";
import type { NotedChange, NotedChanges } from "../../sync-service/salesforce/noted-changes.ts";
import { READER, type StandIns } from "./stand-ins.ts";

export interface NotedByLook {
  /** What was noted for Ada's mailbox. Whoever asks for it has the organisation looked at first. */
  readonly noted: NotedChanges;
  /** The organisation's look. */
  look(): Promise<void>;
}

/** The organisation's look at these objects of the org, with what it finds noted in memory; it has looked once. */
export async function lookAt(standIns: StandIns, objects: readonly LookedAt[]): Promise<NotedByLook> {
  const changes = organisationChanges(standIns.salesforceClient.as(READER), async () => objects);
  const notes: NotedChange[] = [];
  let cursor: string | null = null;
  const look = async (): Promise<void> => {
    for await (const page of changes.contacts(cursor)) {
      for (const change of page.changes) notes.push({ id: change.id, followedBy: change.followedBy, seq: String(notes.length + 1) });
      ({ cursor } = page);
    }
  };
  await look();
  const noted: NotedChanges = {
    async head() {
      await look();
      return String(notes.length);
    },
    async after(seq, limit) {
      await look();
      return notes.filter((note) => Number(note.seq) > Number(seq)).slice(0, limit);
    },
  };
  return { noted, look };
}
