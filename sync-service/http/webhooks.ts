import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { isGenuine, type KeptSubscription, kindTold } from "../accounts/subscriptions.ts";
import type { Concern, Waking } from "../cycle/wake-up.ts";
import { access } from "./caller.ts";

export interface WebhookPorts {
  subscriptions(ids: readonly string[]): Promise<ReadonlyMap<string, KeptSubscription>>;
  wake(waking: Waking): Promise<unknown>;
  /** Reauthorisation is wanted, or Graph has dropped the subscription: done after the answer. */
  lifecycle(event: "renew" | "create-anew", subscription: KeptSubscription): Promise<void>;
  /** Counted: notifications of subscriptions that are not ours, or with another secret. */
  dropped(why: "unknown" | "forged"): void;
  taken(): void;
}

/** Graph's example tokens have some hundred characters. */
const LONGEST_TOKEN = 4_096;
/** Graph counts answers after 3 seconds as slow, and drops what stays slow (MG13). */
const ANSWER_WITHIN_MS = 2_500;

/** As lenient as the wire is: a notification wakes, and nothing in it is believed (SEC11). */
const Notification = Type.Object({
  subscriptionId: Type.String({ pattern: "^[\\w-]{1,200}$" }),
  clientState: Type.Optional(Type.Union([Type.String({ maxLength: 128 }), Type.Null()])),
  lifecycleEvent: Type.Optional(Type.String({ maxLength: 100 })),
});
const Notifications = Type.Object({ value: Type.Array(Type.Unknown(), { maxItems: 5_000 }) });

const open = access.everyone("Graph calls without a token; every notification is proved by the secret of its subscription");

/** Where Graph's change notifications and life-cycle events arrive (S1, SEC9–SEC12). */
export const webhooks: FastifyPluginAsync<WebhookPorts> = async (app, ports) => {
  // Its own parsers: the handshake comes as text/plain, and what cannot be read is an answer of our own.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string", bodyLimit: 4 * 1024 * 1024 }, (_request, body, done) => done(null, body));

  app.post<{ Querystring: { validationToken?: string | string[] }; Body: string | undefined }>(
    "/webhooks/graph",
    { config: { access: open, rateLimit: false } },
    async (request, reply) => {
      const { validationToken } = request.query;
      if (validationToken !== undefined) {
        if (typeof validationToken !== "string" || validationToken.length > LONGEST_TOKEN) return reply.code(400).send();
        return reply.code(200).header("content-type", "text/plain").header("x-content-type-options", "nosniff").send(validationToken);
      }
      const notifications = read(request.body);
      if (!notifications) return reply.code(400).send();
      const inTime = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const late = new Promise<"late">((tell) => inTime.addEventListener("abort", () => tell("late"), { once: true }));
      const outcome = await Promise.race([take(notifications, ports).catch(() => "late" as const), late]);
      // Not stored: Graph is to send it again.
      return reply.code(outcome === "taken" ? 202 : 503).send();
    },
  );
};

type Read = readonly { readonly subscriptionId: string; readonly clientState?: string | null; readonly lifecycleEvent?: string }[];

function read(body: string | undefined): Read | null {
  try {
    const envelope: unknown = JSON.parse(body ?? "");
    if (!Value.Check(Notifications, envelope)) return null;
    return envelope.value.filter((each) => Value.Check(Notification, each));
  } catch {
    return null;
  }
}

async function take(notifications: Read, ports: WebhookPorts): Promise<"taken"> {
  const known = await ports.subscriptions([...new Set(notifications.map((each) => each.subscriptionId))]);
  const woken = new Map<string, Set<Concern>>();
  const afterwards: (() => Promise<void>)[] = [];
  for (const { subscriptionId, clientState, lifecycleEvent } of notifications) {
    const subscription = known.get(subscriptionId);
    if (!subscription || !isGenuine(subscription, clientState ?? "")) {
      ports.dropped(subscription ? "forged" : "unknown");
      continue;
    }
    ports.taken();
    if (lifecycleEvent === "reauthorizationRequired") afterwards.push(() => ports.lifecycle("renew", subscription));
    else {
      // What a life-cycle event says was missed may be anything.
      const concern = lifecycleEvent === undefined ? kindTold[subscription.resource] : "all";
      woken.set(subscription.mailboxId, (woken.get(subscription.mailboxId) ?? new Set()).add(concern));
    }
    if (lifecycleEvent === "subscriptionRemoved") afterwards.push(() => ports.lifecycle("create-anew", subscription));
  }
  if (woken.size > 0) await ports.wake(woken);
  for (const act of afterwards) void act().catch(() => {}); // the round that renews repeats it
  return "taken";
}
