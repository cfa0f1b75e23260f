import type { Look } from "./theme.ts";

/** What a person chose to see: as Outlook looks, or one look always. */
export type ChosenLook = "outlook" | Exclude<Look, "contrast">;

const CONTAINER = "tandem";
const KEY = "look";

/**
 * Keeps the choice in this browser, under this mailbox's host alone (`partitionKey`, OA14), by Microsoft's helpers for add-ins. They are
 * old and heavy, so they are loaded once the pane stands. A preference only: storage that is refused or emptied costs nothing.
 */
async function storage() {
  const { Storage, StorageType } = await import("@microsoft/office-js-helpers");
  const partition = Office.context.partitionKey ?? "";
  return new Storage<ChosenLook>(`${CONTAINER}${partition}`, StorageType.LocalStorage);
}

export async function readChosenLook(): Promise<ChosenLook> {
  try {
    const kept = (await storage()).get(KEY);
    return kept === "light" || kept === "dark" ? kept : "outlook";
  } catch {
    return "outlook";
  }
}

export async function keepChosenLook(look: ChosenLook): Promise<void> {
  try {
    (await storage()).set(KEY, look);
  } catch {
    // The look holds until the pane is closed.
  }
}
