import type { FastifyInstance, FastifyReply } from "fastify";
import { MovableClock, type Clock } from "../base/clock.ts";
import type { Fault, FaultBoard } from "../base/faults.ts";
import type { RequestLog } from "../base/request-log.ts";
import type { World } from "./call.ts";
import type { LifecycleEvent } from "./notifications/notifier.ts";
import type { ExpiryWording } from "./stored.ts";
import { DEFAULT_SWITCHES } from "./switches.ts";

export interface ControlParts {
  readonly world: World;
  readonly clock: Clock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
}

/**
 * What no real Graph has: the handles of tests and of the fault page, under `/_sandbox`. The service never comes here.
 * Without any key: the sandbox listens on this machine only and holds nothing real.
 */
export function sandboxControls(app: FastifyInstance, parts: ControlParts): void {
  const { world } = parts;
  app.get("/_sandbox/faults", async () => parts.faults.list());
  app.post("/_sandbox/faults", async (request, reply) =>
    reply.code(201).send({ id: parts.faults.plant(body(request.body) as unknown as Fault) }),
  );
  app.delete("/_sandbox/faults", async (_request, reply) => {
    parts.faults.clear();
    return reply.code(204).send();
  });
  app.get("/_sandbox/switches", async () => world.switches);
  app.patch("/_sandbox/switches", async (request, reply) => {
    const sent = body(request.body);
    const unknown = Object.keys(sent).find((name) => !(name in DEFAULT_SWITCHES));
    if (unknown !== undefined) return reply.code(400).send({ error: `no switch is called ${unknown}` });
    Object.assign(world.switches, sent);
    return reply.send(world.switches);
  });
  app.post("/_sandbox/clock", async (request, reply) => {
    if (!(parts.clock instanceof MovableClock)) return reply.code(409).send({ error: "this world runs on the system clock" });
    parts.clock.move(Number(body(request.body)["moveMs"] ?? 0));
    return reply.send({ now: parts.clock.now().toISOString() });
  });
  app.post("/_sandbox/expire-delta-tokens", async (request, reply) => {
    const sent = body(request.body);
    return forMailboxes(sent["user"], reply, (user) =>
      world.mailboxes.of(user).expireDeltaTokens((sent["wording"] ?? "gone-with-location") as ExpiryWording),
    );
  });
  app.post("/_sandbox/lifecycle", async (request, reply) => {
    const sent = body(request.body);
    const chosen = world.notifier.subscriptions
      .all()
      .filter((one) => sent["subscription"] === undefined || one.id === sent["subscription"]);
    for (const subscription of chosen) world.notifier.lifecycle(subscription, sent["event"] as LifecycleEvent);
    return reply.send({ sent: chosen.length });
  });
  app.get("/_sandbox/mailed", async () => ({ value: world.mailed.list() }));
  app.get("/_sandbox/counters", async () => ({
    requests: parts.log.count,
    notificationsSent: world.notifier.sent,
    subscriptions: world.notifier.subscriptions.all().length,
    mailboxes: [...world.mailboxes.all()].map((mailbox) => ({
      user: mailbox.user,
      items: [...mailbox.items].length,
      changes: mailbox.seq,
    })),
  }));

  function forMailboxes(user: unknown, reply: FastifyReply, act: (user: string) => void): FastifyReply {
    const users =
      user === undefined
        ? [...world.mailboxes.all()].map((mailbox) => mailbox.user)
        : [world.directory.user(String(user))?.id].filter((id) => id !== undefined);
    for (const id of users) act(id);
    return reply.code(users.length === 0 ? 404 : 200).send({ mailboxes: users.length });
  }
}

function body(sent: unknown): Readonly<Record<string, unknown>> {
  if (!Buffer.isBuffer(sent) || sent.length === 0) return {};
  const parsed: unknown = JSON.parse(sent.toString("utf8"));
  return typeof parsed === "object" && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
}
