import { randomUUID } from "node:crypto";
import { context, created, json, noContent, ok, type Call, type GraphReply } from "../call.ts";
import { covers } from "../caller.ts";
import { accessDenied, GraphError } from "../graph-error.ts";
import { checkEndpointUrl, validateEndpoint } from "../notifications/handshake.ts";
import { filterOf } from "../notifications/subscription-filter.ts";
import type { StoredSubscription } from "../notifications/subscription.ts";
import { answerPage } from "../paging.ts";
import { inTenant, segments, type Route } from "../route-table.ts";
import { always, atCreation, flag, instant, readBody, readOnly, text, type Shape } from "../shapes/shape.ts";
import type { ItemKind } from "../stored.ts";

/** Longest lifetimes in minutes, and the least that is given (MG11). */
const MOST_MINUTES: Readonly<Record<ItemKind, number>> = { message: 10_080, contact: 10_080, event: 10_080, task: 4_230 };
const LEAST_MINUTES = 45;
const NEEDS: Readonly<Record<ItemKind, string>> = {
  message: "Mail.Read",
  contact: "Contacts.Read",
  event: "Calendars.Read",
  task: "Tasks.Read",
};

const subscriptionShape: Shape = {
  typeName: "subscription",
  properties: {
    id: readOnly(text),
    applicationId: readOnly(text),
    creatorId: readOnly(text),
    changeType: atCreation(text),
    clientState: atCreation(text),
    notificationUrl: always(text),
    lifecycleNotificationUrl: atCreation(text),
    resource: atCreation(text),
    expirationDateTime: always(instant),
    latestSupportedTlsVersion: atCreation(text),
    includeResourceData: atCreation(flag),
    encryptionCertificate: atCreation(text),
    encryptionCertificateId: atCreation(text),
    notificationQueryOptions: atCreation(text),
    notificationUrlAppId: atCreation(text),
    notificationContentType: readOnly(text),
  },
  navigations: [],
};

export const subscriptionRoutes: readonly Route[] = [
  inTenant("GET", "subscriptions", null, (call) =>
    answerPage(
      call,
      call.world.notifier.subscriptions.all().filter((one) => one.applicationId === call.caller.appId),
      "subscriptions",
      (one) => view(one, false),
      100,
    ),
  ),
  inTenant("POST", "subscriptions", null, create),
  inTenant("GET", "subscriptions/{subscription}", null, (call) => ok(shown(call, subscription(call), false))),
  inTenant("PATCH", "subscriptions/{subscription}", null, renew),
  inTenant("DELETE", "subscriptions/{subscription}", null, (call) => {
    call.world.notifier.subscriptions.delete(subscription(call).id);
    return noContent;
  }),
  inTenant("POST", "subscriptions/{subscription}/reauthorize", null, (call) => {
    call.world.notifier.subscriptions.put({ ...subscription(call), paused: false });
    return noContent;
  }),
];

async function create(call: Call): Promise<GraphReply> {
  const sent = readBody(subscriptionShape, json(call), { creating: true, draft: false });
  if (sent["includeResourceData"] === true)
    throw new GraphError(501, "NotCovered", "Notifications with resource data are not covered by this stand-in of Microsoft Graph.");
  const changeType = changeTypes(sent["changeType"]);
  const notificationUrl = checkEndpointUrl(sent["notificationUrl"], "NotificationUrl");
  const lifecycleNotificationUrl =
    sent["lifecycleNotificationUrl"] === undefined || sent["lifecycleNotificationUrl"] === null
      ? null
      : checkEndpointUrl(sent["lifecycleNotificationUrl"], "LifecycleNotificationUrl");
  const watched = watchedBy(call, sent["resource"]);
  const expirationDateTime = expiration(call, sent["expirationDateTime"], watched.kind);
  const clientState = typeof sent["clientState"] === "string" ? sent["clientState"] : null;
  if (clientState !== null && clientState.length > 128)
    throw new GraphError(400, "InvalidRequest", "clientState may have at most 128 characters.");
  const { subscriptions } = call.world.notifier;
  const duplicate = (): boolean =>
    subscriptions
      .all()
      .some(
        (one) =>
          one.applicationId === call.caller.appId &&
          one.user === watched.user &&
          one.kind === watched.kind &&
          one.folderId === watched.folderId &&
          (one.filter ?? null) === watched.filter &&
          one.changeType === changeType,
      );
  const conflict = new GraphError(409, "InvalidRequest", "A subscription already exists for this application, resource and changeType.");
  if (duplicate()) throw conflict;
  // Graph calls back while this very request is still open.
  await validateEndpoint(notificationUrl);
  if (lifecycleNotificationUrl !== null && lifecycleNotificationUrl !== notificationUrl) await validateEndpoint(lifecycleNotificationUrl);
  if (duplicate()) throw conflict;
  const made = subscriptions.put({
    id: randomUUID(),
    applicationId: call.caller.appId,
    creatorId: call.caller.userId ?? call.caller.appId,
    changeType,
    notificationUrl: String(sent["notificationUrl"]),
    lifecycleNotificationUrl: lifecycleNotificationUrl === null ? null : String(sent["lifecycleNotificationUrl"]),
    resource: String(sent["resource"]),
    expirationDateTime,
    clientState,
    latestSupportedTlsVersion: typeof sent["latestSupportedTlsVersion"] === "string" ? sent["latestSupportedTlsVersion"] : "v1_2",
    idForm: call.prefer.idForm,
    ...watched,
    paused: false,
  });
  return created(shown(call, made, true));
}

function renew(call: Call): GraphReply {
  const known = subscription(call);
  const sent = readBody(subscriptionShape, json(call), { creating: false, draft: false });
  const expirationDateTime =
    sent["expirationDateTime"] === undefined ? known.expirationDateTime : expiration(call, sent["expirationDateTime"], known.kind);
  return ok(shown(call, call.world.notifier.subscriptions.put({ ...known, expirationDateTime, paused: false }), false));
}

/** @throws GraphError 404 for one that is unknown, past its time, or another application's. */
function subscription(call: Call): StoredSubscription {
  const found = call.world.notifier.subscriptions.get(call.params["subscription"] ?? "");
  if (!found || found.applicationId !== call.caller.appId) throw new GraphError(404, "ResourceNotFound", "The object was not found.");
  return found;
}

function changeTypes(sent: unknown): string {
  const asked = String(sent ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase());
  if (asked.some((one) => !["created", "updated", "deleted"].includes(one)))
    throw new GraphError(400, "InvalidRequest", `The changeType '${String(sent)}' is invalid.`);
  return ["created", "updated", "deleted"].filter((one) => asked.includes(one)).join(",");
}

function expiration(call: Call, sent: unknown, kind: ItemKind): string {
  if (typeof sent !== "string") throw new GraphError(400, "InvalidRequest", "expirationDateTime is missing.");
  const now = call.world.clock.now().getTime();
  const minutes = (Date.parse(sent) - now) / 60_000;
  if (minutes <= 0) throw new GraphError(400, "InvalidRequest", "Subscription expiration must be in the future.");
  const most = MOST_MINUTES[kind];
  if (minutes > most + 1 && call.world.switches.refuseLongSubscriptions) {
    throw new GraphError(400, "InvalidRequest", `Subscription expiration can only be ${most} minutes in the future.`);
  }
  return new Date(now + Math.min(Math.max(minutes, LEAST_MINUTES), most) * 60_000).toISOString();
}

/** What a resource path watches. @throws GraphError 400 on another form, 403 without permission, 404 on an unknown user or folder. */
function watchedBy(call: Call, resource: unknown): Pick<StoredSubscription, "user" | "kind" | "folderId" | "filter"> {
  const invalid = new GraphError(
    400,
    "ExtensionError",
    "Operation: Create; Exception: [Status Code: BadRequest; Reason: Invalid resource specified in payload.]",
  );
  if (typeof resource !== "string") throw invalid;
  const parts = [...segments(resource.split("?")[0] ?? "")];
  if (parts[0]?.toLowerCase() === "me") parts.splice(0, 1, "users", call.caller.userId ?? "");
  const user = parts[0]?.toLowerCase() === "users" ? call.world.directory.user(parts[1] ?? "") : undefined;
  if (!user?.hasMailbox) throw new GraphError(404, "ResourceNotFound", "The user of the resource was not found.");
  const mailbox = call.world.mailboxes.of(user.id);
  const rest = parts.slice(2);
  const names = rest.map((part) => part.toLowerCase());
  const folder = (id: string | undefined): string => {
    const found = mailbox.folder(id ?? "") ?? mailbox.wellKnown((id ?? "").toLowerCase());
    if (!found) throw new GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    return found.id;
  };
  const watched = ((): { readonly kind: ItemKind; readonly folderId: string | null } => {
    if (names.length === 1 && names[0] === "messages") return { kind: "message", folderId: null };
    if (names.length === 1 && names[0] === "contacts") return { kind: "contact", folderId: null };
    if (names.length === 1 && names[0] === "events") return { kind: "event", folderId: null };
    if (names.length === 3 && names[0] === "mailfolders" && names[2] === "messages") return { kind: "message", folderId: folder(rest[1]) };
    if (names.length === 3 && names[0] === "contactfolders" && names[2] === "contacts")
      return { kind: "contact", folderId: folder(rest[1]) };
    if (names.length === 4 && names[0] === "todo" && names[1] === "lists" && names[3] === "tasks")
      return { kind: "task", folderId: folder(rest[2]) };
    throw invalid;
  })();
  if (call.caller.userId !== null && call.caller.userId !== user.id) throw accessDenied();
  if (!covers(call.caller, NEEDS[watched.kind], false)) throw accessDenied();
  if (watched.kind === "task" && call.caller.userId === null && !call.world.switches.appOnlyTaskSubscriptions) throw invalid;
  return { user: user.id, ...watched, filter: filterOf(resource, watched.kind) };
}

/** `clientState` is told when a subscription is made, and never again. */
function view(one: StoredSubscription, withState: boolean): Record<string, unknown> {
  return {
    id: one.id,
    resource: one.resource,
    applicationId: one.applicationId,
    changeType: one.changeType,
    clientState: withState ? one.clientState : null,
    notificationUrl: one.notificationUrl,
    lifecycleNotificationUrl: one.lifecycleNotificationUrl,
    expirationDateTime: one.expirationDateTime,
    creatorId: one.creatorId,
    includeResourceData: null,
    latestSupportedTlsVersion: one.latestSupportedTlsVersion,
    notificationContentType: "application/json",
    notificationQueryOptions: null,
    notificationUrlAppId: null,
    encryptionCertificate: null,
    encryptionCertificateId: null,
  };
}

function shown(call: Call, one: StoredSubscription, withState: boolean): Record<string, unknown> {
  return { "@odata.context": context(call, "subscriptions/$entity"), ...view(one, withState) };
}
