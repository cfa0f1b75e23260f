import type { Before } from "./graph-asking.ts";
import { GraphEndpoint } from "./graph-endpoint.ts";
import type { GraphState } from "./graph-state.ts";
import { type Answered, asJson } from "./handling.ts";

type Json = Readonly<Record<string, unknown>>;

export const draft: Before = async (state) => state.set("messages", await state.draft());
export const anEvent: Before = (state) => state.id("events", "");
export const subscribed: Before = async (state) => {
  const endpoint = new GraphEndpoint();
  const url = await endpoint.listen();
  state.set("subscriptions", String((await state.subscription(url, { lifecycleNotificationUrl: url }))["id"]));
  endpoint.close();
};
/** Ben invites Ada: his event, her copy of it, and the message that tells her. */
export const invited: Before = async (state) => {
  const { tenant } = state;
  await state.post(`/v1.0/users/${tenant.ben}/events`, {
    subject: "Debrief",
    start: { dateTime: "2026-11-09T09:00:00", timeZone: "UTC" },
    end: { dateTime: "2026-11-09T10:00:00", timeZone: "UTC" },
    attendees: [{ emailAddress: { address: "ada@northwind.example" }, type: "required" }],
  });
  state.set("events", String(asJson(((await tenant.ask("GET", "events")).body["value"] as readonly Json[])[0])["id"]));
  const mails = (await tenant.ask("GET", "messages")).body["value"] as readonly Json[];
  state.set("messages", String(mails.find((mail) => String(mail["@odata.type"]).includes("eventMessage"))?.["id"]));
};

export const inDecember = async (state: GraphState, ...days: readonly number[]): Promise<void> => {
  for (const day of days) {
    const date = `2016-12-${String(day).padStart(2, "0")}`;
    await state.event({ start: { dateTime: `${date}T09:00:00`, timeZone: "UTC" }, end: { dateTime: `${date}T10:00:00`, timeZone: "UTC" } });
  }
};

export const referral: Before = async (state) => {
  const message = await state.id("messages", "");
  await state.post(`messages/${encodeURIComponent(message)}/extensions`, {
    "@odata.type": "microsoft.graph.openTypeExtension",
    extensionName: "Com.Contoso.Referral",
    companyName: "Wingtip Toys",
    dealValue: 500050,
    expirationDate: "2026-12-03T10:00:00.000Z",
  });
};

export async function made(state: GraphState, _example?: unknown, more: Json = {}): Promise<Answered> {
  const endpoint = new GraphEndpoint();
  const url = await endpoint.listen();
  const reply = await state.tenant.ask("POST", "/v1.0/subscriptions", {
    body: {
      changeType: "created",
      notificationUrl: url,
      resource: `users/${state.tenant.ada}/messages`,
      expirationDateTime: new Date(state.tenant.clock.now().getTime() + 3_600_000).toISOString(),
      clientState: "secret",
      ...more,
    },
  });
  endpoint.close();
  return reply;
}

export async function newMessage(state: GraphState, url: string): Promise<void> {
  await state.subscription(url);
  await state.message();
}

export function lifeCycle(event: "missed" | "reauthorizationRequired"): (state: GraphState, url: string) => Promise<void> {
  return async (state, url) => {
    await state.subscription(url, { lifecycleNotificationUrl: url });
    const { notifier } = state.tenant.graph;
    for (const subscription of notifier.subscriptions.all()) notifier.lifecycle(subscription, event);
  };
}

export async function onTask(state: GraphState, collection: string): Promise<void> {
  const list = encodeURIComponent(await state.id("lists", ""));
  const tasks = `/v1.0/users/${state.tenant.ada}/todo/lists/${list}/tasks`;
  await state.id(collection.toLowerCase(), `${tasks}/${encodeURIComponent(await state.id("tasks", tasks))}/${collection}`);
}
