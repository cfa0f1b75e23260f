import { answers, type Differs, type GraphHandling, pageOf, replay, soon, tells, whole } from "./graph-asking.ts";
import { anEvent, draft, inDecember, invited, lifeCycle, made, newMessage, onTask, referral, subscribed } from "./graph-before.ts";
import { GraphEndpoint } from "./graph-endpoint.ts";
import { asJson, shownReply, shownRequest, uncovered, wrong } from "./handling.ts";

type Json = Readonly<Record<string, unknown>>;

const TWO = { prefer: "odata.maxpagesize=2" };
const DECEMBER = "calendarView/delta?startDateTime=2016-12-01T00:00:00Z&endDateTime=2016-12-30T00:00:00Z";
const onlyOuter = (body: unknown): unknown => ({
  responses: (asJson(body)["responses"] as readonly Json[]).map(({ id, status }) => ({ id, status })),
});

/** Of a 429 the page shows what the common gateway adds; Outlook's own throttling, which the facts quote, does not. */
const gateway: Differs = Object.fromEntries(
  ["code", "message", "status"].map((name) => [`error.innerError.${name} is missing`, "added by the gateway, not by Outlook"]),
);

const moreThanSelected: Differs = { "locations is missing": "the page shows it without having selected it" };
const SEARCH_FOLDER = "of a search folder in the page's list";

const GROUPS = "groups are no mailboxes of a person";
const RICH = "carries the data of the resource";
const BETA = "of the beta version";
const TYPES = "shows types in place of values";

/** Every example by its file's name. */
export const GRAPH_EXAMPLES: Readonly<Record<string, GraphHandling>> = {
  "attachment-createuploadsession-1": replay(draft),
  "attachment-createuploadsession-2": replay(draft),
  "attachment-get-8": replay(),
  "attachment-get-9": replay((state) => state.pickItemAttachment()),
  "attachment-get-11": replay((state) => state.pickItemAttachment(), {
    "item.attachments is missing": "what is attached to an attached message is in its MIME only",
  }),
  "attachment-get-12": replay(),
  "attachment-get-15": replay(),
  "attachment-get-16": replay((state) => state.pickItemAttachment()),
  "auth-limit-mailbox-access-1": answers((state) =>
    state.tenant.ask("GET", "messages", { token: state.tenant.userToken("ben@northwind.example", ["Contacts.ReadWrite"]) }),
  ),
  "calendar-delete-1": wrong("the default calendar cannot be deleted"),
  "calendar-get-1": replay(),
  "calendar-list-events-2": replay(anEvent),
  "calendar-post-events-2": replay(),
  "change-notifications-delivery-2": uncovered("registers an application, which is no matter of mailboxes"),
  "changenotificationcollection-1": uncovered(TYPES),
  "checklistitem-delete-1": replay(),
  "checklistitem-get-1": replay(),
  "contact-delete-1": replay(),
  "contact-get-1": replay(),
  "contactfolder-delete-1": replay(),
  "contactfolder-get-1": replay(),
  "contactfolder-post-childfolders-1": wrong("shows 200 where a new folder is answered 201"),
  "current-json-batching-1": {
    is: "replayed",
    differs: {},
    shown: ({ response }) => ({ status: 200, body: onlyOuter(response?.body) }),
    ask: async (state, { request }) => {
      const { status, body } = await state.tenant.ask("POST", "/v1.0/$batch", { body: request?.body });
      return { status, body: status === 200 ? onlyOuter(body) : body };
    },
  },
  "current-lifecycle-1": tells(lifeCycle("reauthorizationRequired"), shownRequest),
  "current-notification-basic-1": tells(newMessage, shownRequest),
  "current-notification-rich-1": uncovered(RICH),
  "current-notification-rich-decrypted-1": uncovered("is what a subscriber reads after decrypting"),
  "current-subscription-created-1": answers(made),
  "current-todotask-delta-1": answers(async (state) => {
    const tasks = `todo/lists/${encodeURIComponent(await state.id("lists", ""))}/tasks`;
    const first = await pageOf(state, `${tasks}/delta`, "last", {});
    await state.post(tasks, { title: "Count again", body: { contentType: "text", content: "slowly" } });
    return state.tenant.ask("GET", String(asJson(first.body)["@odata.deltaLink"]));
  }),
  "delta-query-events-2": replay((state) => inDecember(state, 2, 3, 4)),
  "delta-query-events-4": answers(async (state) => {
    await inDecember(state, 2, 3, 4);
    return pageOf(state, DECEMBER, "last", TWO);
  }),
  "delta-query-events-5": answers(async (state) => {
    await inDecember(state, 2, 3);
    const first = await pageOf(state, DECEMBER, "last", TWO);
    const gone = ((await state.tenant.ask("GET", "events")).body["value"] as readonly Json[])[0]?.["id"];
    await state.tenant.ask("DELETE", `events/${encodeURIComponent(String(gone))}`);
    const address = { street: "900 Broadway", city: "Seattle", state: "WA", countryOrRegion: "United States", postalCode: "" };
    const location = { displayName: "Chapel", address, coordinates: { latitude: 47.6105, longitude: -122.321 } };
    const start = { dateTime: "2016-12-05T09:00:00", timeZone: "UTC" };
    await state.event({ start, end: { ...start, dateTime: "2016-12-05T10:00:00" }, location });
    return state.tenant.ask("GET", String(asJson(first.body)["@odata.deltaLink"]), { headers: TWO });
  }),
  "delta-query-messages-3": answers(async (state) => {
    for (let at = 0; at < 5; at++) await state.message();
    return pageOf(state, "mailFolders/inbox/messages/delta", 2, TWO);
  }),
  "delta-query-messages-4": answers(async (state) => {
    for (let at = 0; at < 5; at++) await state.message();
    return pageOf(state, "mailFolders/inbox/messages/delta", "last", TWO);
  }),
  "delta-query-overview-1": uncovered("asks for skills of users, which come from elsewhere"),
  "errors-1": answers(
    async (state) => {
      await draft(state);
      const path = `messages/${encodeURIComponent(await state.id("messages", ""))}/attachments/createUploadSession`;
      const made = await state.post(path, { AttachmentItem: { attachmentType: "file", name: "n.bin", size: 3_500_000 } });
      const headers = { "content-range": "bytes 7-8/3500000", "content-type": "application/octet-stream" };
      const { pathname } = new URL(String(made["uploadUrl"]));
      const reply = await state.tenant.graph.app.inject({ method: "PUT", url: pathname, headers, payload: Buffer.alloc(2) });
      return { status: null, body: reply.json() };
    },
    { "error.innerError.requestId is missing": "spelt request-id everywhere else, as the facts have it" },
  ),
  "errors-3": uncovered(TYPES),
  "event-decline-2": replay(invited),
  "event-delete-2": replay(),
  "event-forward-2": replay(),
  "event-get-2": replay(undefined, {
    ...moreThanSelected,
    "attendees[].proposedNewTime is missing": "is there only where an attendee proposed another time",
  }),
  "event-list-instances-2": replay(async (state) => {
    const recurrence = {
      pattern: { type: "weekly", interval: 1, daysOfWeek: ["monday"] },
      range: { type: "numbered", startDate: "2019-04-08", numberOfOccurrences: 10 },
    };
    const start = { dateTime: "2019-04-08T15:00:00", timeZone: "UTC" };
    state.set("events", await state.event({ start, end: { ...start, dateTime: "2019-04-08T16:00:00" }, recurrence }));
  }),
  "event-post-attachments-2": replay(),
  "event-post-attachments-3": replay(),
  "event-update-2": wrong("sets words in place of zones and times"),
  "eventmessage-delete-2": replay(invited),
  "eventmessage-get-2": replay(invited),
  "eventmessage-post-attachments-2": replay(),
  "json-batching-2": {
    is: "replayed",
    differs: {},
    shown: () => ({ status: 200, body: undefined }),
    ask: (state, { response }) => state.tenant.ask("POST", "/v1.0/$batch", { body: response?.body }),
  },
  "json-batching-3": answers(
    async (state) => {
      const contact = encodeURIComponent(await state.contact());
      const requests = [
        { id: "1", method: "GET", url: `/users/${state.tenant.ada}/contacts` },
        { id: "2", method: "DELETE", url: `/users/${state.tenant.ada}/contacts/${contact}` },
        { id: "3", method: "GET", url: `/users/${state.tenant.ada}/contacts/none` },
      ];
      return state.tenant.ask("POST", "/v1.0/$batch", { body: { requests } });
    },
    { "responses[].headers.location is missing": "redirects to a file's bytes, which mailboxes do not" },
  ),
  "linkedresource-delete-1": replay(),
  "linkedresource-get-1": wrong("wraps one linked resource in a list's value"),
  "mailfolder-delete-1": replay(),
  "mailfolder-get-2": uncovered("a search folder"),
  "mailfolder-list-messages-1": replay(async (state) => {
    state.set("mailfolders", "inbox");
    await state.message();
  }),
  "mailsearchfolder-update-1": uncovered("a search folder"),
  "message-createforward-2": replay(),
  "message-createreplyall-2": whole,
  "message-forward-2": whole,
  "message-get-1": replay(),
  "message-get-3": replay(),
  "message-get-4": replay(),
  "message-post-attachments-2": replay(draft),
  "message-reply-1": replay(),
  "message-reply-2": whole,
  "message-replyall-2": whole,
  "message-send-1": replay(draft),
  "multivaluelegacyextendedproperty-get-1": replay(async (state) => {
    const id = "StringArray {66f5a359-4659-4830-9070-00050ec6ac6e} Name Recreation";
    state.set("events", await state.event({ multiValueExtendedProperties: [{ id, value: ["Food", "Hiking"] }] }));
  }),
  "observed-bad-filter": answers((state) => state.tenant.ask("GET", "messages?$filter=nonsense eq 1")),
  "observed-calendarview-delta-expand-500": answers((state) =>
    state.tenant.ask("GET", `${DECEMBER}&$expand=singleValueExtendedProperties($filter=id eq 'x')`),
  ),
  "observed-event-delta-503": answers((state) => {
    state.tenant.parts.faults.plant({ kind: "unavailable", times: 1 });
    return state.tenant.ask("GET", DECEMBER);
  }),
  "observed-subscription-validation-timeout": answers(async (state) => {
    const endpoint = new GraphEndpoint();
    const url = await endpoint.listen("refused");
    const reply = await made(state, undefined, { notificationUrl: url });
    endpoint.close();
    return reply;
  }),
  "observed-todo-subscription-bad-resource": answers((state) =>
    made(state, undefined, { resource: `users/${state.tenant.ada}/todo/lists`, changeType: "created" }),
  ),
  "opentypeextension-delete-2": uncovered(GROUPS),
  "opentypeextension-get-3": uncovered(GROUPS),
  "opentypeextension-get-4": replay(referral, { "createDateTime is missing": "misspelt on the page" }),
  "opentypeextension-get-6": uncovered("filters by an open extension"),
  "opentypeextension-post-opentypeextension-3": uncovered(GROUPS),
  "opentypeextension-post-opentypeextension-4": uncovered(GROUPS),
  "opentypeextension-update-4": uncovered(GROUPS),
  "opentypeextension-update-6": uncovered(GROUPS),
  "opentypeextension-update-7": uncovered(GROUPS),
  "outlook-change-notifications-overview-2": uncovered("is what a subscriber reads after decrypting"),
  "outlook-change-notifications-overview-4": uncovered(BETA),
  "outlook-change-notifications-overview-5": uncovered(BETA),
  "outlook-immutable-id-1": {
    is: "replayed",
    differs: {},
    shown: shownReply,
    ask: async (state, { request }) => {
      const body = { ...asJson(request?.body), inputIds: [await state.message()] };
      return state.tenant.ask("POST", "translateExchangeIds", { body });
    },
  },
  "outlook-large-attachments-1": replay(draft),
  "outlook-large-attachments-8": uncovered("of Outlook's REST API, which is gone"),
  "outlook-large-attachments-9": answers(async (state) => {
    await draft(state);
    const path = `messages/${encodeURIComponent(await state.id("messages", ""))}/attachments/createUploadSession`;
    const session = await state.post(path, { AttachmentItem: { attachmentType: "file", name: "n.bin", size: 3_500_000 } });
    const reply = await state.tenant.graph.app.inject({ method: "DELETE", url: new URL(String(session["uploadUrl"])).pathname });
    return { status: reply.statusCode, body: undefined };
  }),
  "outlookcategory-delete-1": replay(),
  "outlookcategory-get-1": replay(),
  "outlookuser-list-mastercategories-1": replay((state) => state.id("mastercategories", "")),
  "outlookuser-post-mastercategories-1": replay(),
  "outlookuser-supportedtimezones-3": replay(),
  "singlevaluelegacyextendedproperty-post-singlevalueextendedproperties-3": replay(),
  "subscription-delete-1": replay(subscribed),
  "subscription-get-1": replay(subscribed),
  "subscription-post-subscriptions-2": answers(made),
  "subscription-update-1": replay(subscribed, {}, soon),
  "throttling-1": answers((state) => {
    state.tenant.parts.faults.plant({ kind: "throttled", times: 1 });
    return state.tenant.ask("GET", "messages");
  }, gateway),
  "todo-attachments-4": uncovered(BETA),
  "todo-list-lists-1": replay(),
  "todo-post-lists-1": replay(),
  "todotask-get-1": replay(),
  "todotask-list-checklistitems-1": replay((state) => onTask(state, "checklistItems")),
  "todotask-post-checklistitems-1": replay(),
  "todotask-post-linkedresources-1": replay(),
  "todotasklist-delete-1": replay(),
  "todotasklist-delta-1": answers((state) => pageOf(state, "todo/lists/delta", "last", {})),
  "todotasklist-get-1": replay(),
  "todotasklist-post-tasks-1": replay(),
  "todotasklist-update-1": replay(),
  "user-get-2": replay(undefined, { "businessPhones is empty": "the people of the tenant have no telephones" }),
  "user-get-4": uncovered("asks for identities of users, which belong to sign-in"),
  "user-get-5": uncovered("asks for a property that another application added"),
  "user-get-mailboxsettings-2": replay(),
  "user-get-mailboxsettings-3": replay(),
  "user-list-calendars-1": replay(),
  "user-list-calendarview-1": replay((state) =>
    state.event({ start: { dateTime: "2020-01-02T09:00:00", timeZone: "UTC" }, end: { dateTime: "2020-01-02T10:00:00", timeZone: "UTC" } }),
  ),
  "user-list-contactfolders-1": replay((state) => state.id("contactfolders", "")),
  "user-list-events-2": replay(
    anEvent,
    Object.fromEntries(Object.entries(moreThanSelected).map(([name, why]) => [`value[].${name}`, why])),
  ),
  "user-list-mailfolders-1": replay(undefined, {
    "value[].isSupported is missing": SEARCH_FOLDER,
    "value[].filterQuery is missing": SEARCH_FOLDER,
  }),
  "user-list-messages-1": replay((state) => state.message()),
  "user-post-calendars-1": replay(),
  "user-post-contacts-1": replay(),
  "user-post-events-3": replay(),
  "user-post-events-4": replay(),
  "user-post-mailfolders-1": replay(),
  "user-post-messages-1": replay(),
  "user-post-messages-3": whole,
  "user-sendmail-2": replay(),
  "user-sendmail-3": replay(),
  "user-update-mailboxsettings-1": replay(),
  "user-update-mailboxsettings-2": replay(),
  "webhooks-2": replay(subscribed, {}, soon),
  "webhooks-lifecycle-3": tells(lifeCycle("missed"), shownReply),
  "webhooks-lifecycle-4": tells(lifeCycle("reauthorizationRequired"), shownReply),
  "webhooks-lifecycle-6": uncovered(BETA),
  "webhooks-with-resource-data-1": uncovered("has placeholders for a certificate"),
  "webhooks-with-resource-data-3": uncovered("shows what is inside a token"),
  "webhooks-with-resource-data-4": uncovered(RICH),
};
