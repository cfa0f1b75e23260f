import { randomUUID } from "node:crypto";
import { context, created, json, noContent, ok, type MailboxCall } from "../call.ts";
import { GraphError, itemNotFound } from "../graph-error.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { categoryShape } from "../shapes/folder-shapes.ts";
import { readBody } from "../shapes/shape.ts";
import type { StoredCategory } from "../stored.ts";

const path = "outlook/masterCategories";

/** The master list of categories. `$filter` is passed over in silence (MG19). */
export const categoryRoutes: readonly Route[] = [
  inMailbox("GET", path, "MailboxSettings.Read", (call) =>
    answerPage(call, call.world.mailboxes.categories(call.user.id), `users('${call.user.id}')/${path}`, view, 1000),
  ),
  inMailbox("POST", path, "MailboxSettings.ReadWrite", (call) => {
    const sent = readBody(categoryShape, json(call), { creating: true, draft: false });
    const displayName = sent["displayName"];
    if (typeof displayName !== "string" || displayName === "")
      throw new GraphError(400, "ErrorInvalidRequest", "The category needs a displayName.");
    const taken = call.world.mailboxes.categories(call.user.id).some((one) => one.displayName.toLowerCase() === displayName.toLowerCase());
    if (taken) throw new GraphError(409, "CategoryNameAlreadyExists", `A category named '${displayName}' already exists.`);
    return created(
      shown(call, keep(call, { mailbox: call.user.id, id: randomUUID(), displayName, color: String(sent["color"] ?? "none") })),
    );
  }),
  inMailbox("GET", `${path}/{category}`, "MailboxSettings.Read", (call) => ok(shown(call, category(call)))),
  inMailbox("PATCH", `${path}/{category}`, "MailboxSettings.ReadWrite", (call) => {
    const sent = readBody(categoryShape, json(call), { creating: false, draft: false });
    return ok(shown(call, keep(call, { ...category(call), ...(sent["color"] === undefined ? {} : { color: String(sent["color"]) }) })));
  }),
  inMailbox("DELETE", `${path}/{category}`, "MailboxSettings.ReadWrite", (call) => {
    call.world.mailboxes.tables.categories.delete(category(call).id);
    return noContent;
  }),
];

function category(call: MailboxCall): StoredCategory {
  const found = call.world.mailboxes.tables.categories.get((call.params["category"] ?? "").toLowerCase());
  if (found?.mailbox !== call.user.id) throw itemNotFound();
  return found;
}

const keep = (call: MailboxCall, one: StoredCategory): StoredCategory => call.world.mailboxes.tables.categories.put(one.id, one);

const view = (one: StoredCategory): Record<string, unknown> => ({ id: one.id, displayName: one.displayName, color: one.color });

const shown = (call: MailboxCall, one: StoredCategory): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/${path}/$entity`),
  ...view(one),
});
