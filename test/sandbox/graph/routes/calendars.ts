import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { folderNamed } from "../folders.ts";
import { GraphError } from "../graph-error.ts";
import { changeKey } from "../item-view.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { calendarShape } from "../shapes/event-shape.ts";
import { readBody } from "../shapes/shape.ts";
import type { StoredFolder } from "../stored.ts";

export const calendarRoutes: readonly Route[] = [
  inMailbox("GET", "calendar", "Calendars.Read", (call) => ok(shown(call, call.mailbox.standard("calendar")))),
  inMailbox("GET", "calendars", "Calendars.Read", (call) =>
    answerPage(
      call,
      [...call.mailbox.folders].filter((folder) => folder.kind === "calendar"),
      `users('${call.user.id}')/calendars`,
      (one) => view(call, one),
    ),
  ),
  inMailbox("POST", "calendars", "Calendars.ReadWrite", (call) => {
    const { name, ...rest } = readBody(calendarShape, json(call), { creating: true, draft: false });
    return created(
      shown(call, call.mailbox.addFolder("calendar", named(name), call.mailbox.standard("msgfolderroot").id, { fields: rest })),
    );
  }),
  inMailbox("GET", "calendars/{calendar}", "Calendars.Read", (call) => ok(shown(call, calendar(call)))),
  inMailbox("PATCH", "calendars/{calendar}", "Calendars.ReadWrite", change),
  inMailbox("DELETE", "calendars/{calendar}", "Calendars.ReadWrite", (call) => {
    const found = calendar(call);
    if (found.wellKnown !== null) throw new GraphError(400, "ErrorDeleteDistinguishedFolder", "The default calendar cannot be deleted.");
    call.mailbox.removeFolder(found);
    return noContent;
  }),
];

/** The calendar that the path names; the default one when it names none. */
export const calendar = (call: MailboxCall): StoredFolder =>
  call.params["calendar"] === undefined ? call.mailbox.standard("calendar") : folderNamed(call, call.params["calendar"], "calendar");

function change(call: MailboxCall): GraphReply {
  const found = calendar(call);
  const { name, ...rest } = readBody(calendarShape, json(call), { creating: false, draft: false });
  const displayName = name === undefined ? found.displayName : named(name);
  return ok(shown(call, call.mailbox.changeFolder(found, { displayName, fields: { ...found.fields, ...rest } })));
}

function named(name: unknown): string {
  if (typeof name !== "string" || name === "") throw new GraphError(400, "ErrorInvalidRequest", "The calendar needs a name.");
  return name;
}

function view(call: MailboxCall, one: StoredFolder): Record<string, unknown> {
  return {
    id: one.id,
    name: one.displayName,
    color: one.fields["color"] ?? "auto",
    hexColor: one.fields["hexColor"] ?? "",
    isDefaultCalendar: one.wellKnown === "calendar",
    changeKey: changeKey(one),
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: ["teamsForBusiness"],
    defaultOnlineMeetingProvider: "teamsForBusiness",
    isTallyingResponses: one.wellKnown === "calendar",
    isRemovable: one.wellKnown === null,
    owner: { name: call.user.displayName, address: call.user.mail ?? call.user.userPrincipalName },
  };
}

const shown = (call: MailboxCall, one: StoredFolder): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/calendars/$entity`),
  ...view(call, one),
});
