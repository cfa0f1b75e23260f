import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { itemNotFound } from "../graph-error.ts";
import { findItem } from "../item-view.ts";
import { content, extensionsOf, extensionView, readExtension, sameName, withExtension } from "../open-extensions.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { record } from "../shapes/shape.ts";
import type { Fields, ItemKind, StoredItem } from "../stored.ts";

interface Place {
  readonly path: string;
  readonly kind: ItemKind;
  /** The path's name for the item's id. */
  readonly parameter: string;
  readonly area: string;
}

const PLACES: readonly Place[] = [
  { path: "messages/{message}", kind: "message", parameter: "message", area: "Mail" },
  { path: "contacts/{contact}", kind: "contact", parameter: "contact", area: "Contacts" },
  { path: "events/{event}", kind: "event", parameter: "event", area: "Calendars" },
  { path: "todo/lists/{list}/tasks/{task}", kind: "task", parameter: "task", area: "Tasks" },
];

export const openExtensionRoutes: readonly Route[] = PLACES.flatMap((place): readonly Route[] => {
  const [all, one] = [`${place.path}/extensions`, `${place.path}/extensions/{extension}`];
  const [read, write] = [`${place.area}.Read`, `${place.area}.ReadWrite`];
  const item = (call: MailboxCall): StoredItem => findItem(call.mailbox, call.params[place.parameter] ?? "", place.kind);
  return [
    inMailbox("GET", all, read, (call) => answerPage(call, extensionsOf(item(call)), contextPath(call, place), extensionView, 100)),
    inMailbox("POST", all, write, (call) => {
      const made = readExtension(json(call));
      keep(call, item(call), withExtension(extensionsOf(item(call)), made));
      return created(shown(call, place, made));
    }),
    inMailbox("GET", one, read, (call) => ok(shown(call, place, extension(call, item(call))))),
    inMailbox("PATCH", one, write, (call) => change(call, place, item(call))),
    inMailbox("DELETE", one, write, (call) => {
      const [holder, gone] = [item(call), extension(call, item(call))];
      keep(
        call,
        holder,
        extensionsOf(holder).filter((other) => other !== gone),
      );
      return noContent;
    }),
  ];
});

/** Delta never names extensions: clients cannot follow them by it (MG10). */
function keep(call: MailboxCall, item: StoredItem, extensions: readonly Fields[]): void {
  call.mailbox.change({ ...item, extensions }, item.fields, []);
}

function extension(call: MailboxCall, item: StoredItem): Fields {
  const found = extensionsOf(item).find((one) => sameName(one, call.params["extension"] ?? ""));
  if (!found) throw itemNotFound();
  return found;
}

/** Properties given are replaced, null takes one away, others stay. */
function change(call: MailboxCall, place: Place, item: StoredItem): GraphReply {
  const held = extension(call, item);
  const next = { ...held, ...content(record(json(call), "openTypeExtension")) };
  const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null));
  keep(call, item, withExtension(extensionsOf(item), kept));
  return ok(shown(call, place, kept));
}

const contextPath = (call: MailboxCall, place: Place): string =>
  `users('${call.user.id}')/${place.path.replaceAll(/\/\{(?<name>\w+)\}/gu, (_whole, name: string) => `('${encodeURIComponent(call.params[name] ?? "")}')`)}/extensions`;

const shown = (call: MailboxCall, place: Place, one: Fields): Record<string, unknown> => ({
  "@odata.context": context(call, `${contextPath(call, place)}/$entity`),
  ...extensionView(one),
});
