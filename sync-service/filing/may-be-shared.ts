import type { Email } from "./email.ts";
import { shareKeysOf } from "./mail-traits.ts";
import type { FilingParts } from "./parts.ts";
import { banOf, KeptOut } from "./sharing.ts";

/** Asked before every step that shows something of a mail in Salesforce. @throws KeptOut */
export async function mayBeShared(email: Email, { store, rules }: Pick<FilingParts, "store" | "rules">): Promise<void> {
  const ban = banOf(email, await store.flags(shareKeysOf(email), rules.doNotShareBinds), rules);
  if (ban !== null) throw new KeptOut(ban);
}
