import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Access } from "../access.ts";
import type { Org } from "../org.ts";
import { CAPTURABLE } from "./change-feed.ts";
import { HELD_MS, type Message, type StreamClients } from "./stream-clients.ts";

/** Whose request it is, by its bearer token; null when the token is worth nothing. */
export type CallerOf = (request: FastifyRequest) => string | null;

const RETRY = { interval: 0, timeout: HELD_MS, reconnect: "retry" };
const SHAKE_AGAIN = { interval: 0, reconnect: "handshake" };
const GIVE_UP = { reconnect: "none" };
const EXTENSIONS = { replay: true, "payload.format": true };

/** The Bayeux protocol at `/cometd/{version}`: POST of one message or several, answered with as many, and the events beside them. */
export function addCometd(app: FastifyInstance, org: Org, clients: StreamClients, callerOf: CallerOf): void {
  app.addHook("preClose", async () => clients.close());
  app.post<{ Params: { version: string } }>("/cometd/:version", async (request, reply) => {
    const messages = messagesOf(request.body);
    if (messages === null) return reply.code(400).send("400::Bad request");
    const userId = callerOf(request);
    const replies: Message[] = [];
    for (const message of messages) replies.push(...(await answer(message, userId, request, reply)));
    return reply.header("content-type", "application/json;charset=UTF-8").send(JSON.stringify(replies));
  });

  async function answer(
    message: Message,
    userId: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<readonly Message[]> {
    const { channel, id, clientId } = message;
    const about = { ...(typeof clientId === "string" ? { clientId } : {}), channel, ...(id === undefined ? {} : { id }) };
    const refuse = (error: string, more: Message = {}) => [{ ...about, error, successful: false, ...more }];
    if (channel === "/meta/handshake") {
      const failed = (failureReason: string) =>
        refuse("403::Handshake denied", { ext: { sfdc: { failureReason }, ...EXTENSIONS }, advice: GIVE_UP });
      if (userId === null) return failed("401::Authentication invalid");
      if (!org.switches.apiEnabled || !new Access(org, userId).permissions.apiEnabled) return failed("403::Streaming API not enabled");
      const opened = clients.open(userId);
      if (opened === null) return failed("403::Organization concurrent user limit exceeded");
      reply.header("set-cookie", [`BAYEUX_BROWSER=${opened.slice(0, 20)}; Path=/; HttpOnly`, `sfdc-stream=${opened.slice(0, 8)}; Path=/`]);
      const types = { supportedConnectionTypes: ["long-polling"], version: "1.0", minimumVersion: "1.0" };
      return [{ ...about, ...types, ext: EXTENSIONS, clientId: opened, successful: true }];
    }
    if (userId === null) return refuse("401::Authentication invalid", { advice: GIVE_UP });
    if (typeof clientId !== "string" || !clients.knows(clientId, userId)) return refuse("403::Unknown client", { advice: SHAKE_AGAIN });
    switch (channel) {
      case "/meta/connect": {
        const { messages, isFirst } = await clients.wait(clientId, (gone) => request.raw.socket.once("close", gone));
        if (!clients.knows(clientId, userId)) return refuse("403::Unknown client", { advice: SHAKE_AGAIN });
        return [...messages, { ...about, successful: true, ...(isFirst ? { advice: RETRY } : {}) }];
      }
      case "/meta/subscribe":
        return [subscribe(message, clientId, userId, about)];
      case "/meta/unsubscribe":
        for (const one of channelsOf(message)) clients.unsubscribe(clientId, one);
        return [{ ...about, subscription: message["subscription"], successful: true }];
      case "/meta/disconnect":
        clients.forget(clientId);
        return [{ ...about, successful: true }];
      default:
        return refuse("403:denied_by_security_policy:publish_denied");
    }
  }

  function subscribe(message: Message, clientId: string, userId: string, about: Message): Message {
    for (const channel of channelsOf(message)) {
      const fault = faultOf(channel, userId);
      const replayFrom = replayOf(message, channel);
      const error =
        fault ??
        (clients.subscribe(clientId, channel, replayFrom)
          ? null
          : `400::The replayId {${replayFrom}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`);
      if (error !== null) return { ...about, subscription: channel, error, successful: false };
    }
    return { ...about, subscription: message["subscription"], successful: true };
  }

  /** Why this user may not listen there; null when he may. Change events need View All Data. */
  function faultOf(channel: string, userId: string): string | null {
    const { viewAllData, modifyAllData } = new Access(org, userId).permissions;
    const unknown = `404::The channel you requested to subscribe to does not exist {${channel}}`;
    const [, kind, name = ""] = channel.split("/");
    switch (kind) {
      case "data": {
        const object = name.replace(/ChangeEvent$/u, "");
        if (name !== "ChangeEvents" && !(name.endsWith("ChangeEvent") && CAPTURABLE.has(object) && org.schema.find(object))) return unknown;
        return viewAllData || modifyAllData ? null : "403:denied_by_security_policy:create_denied";
      }
      case "topic":
        return hasRow(org, "PushTopic", "Name", name) ? null : unknown;
      case "u":
        return hasRow(org, "StreamingChannel", "Name", channel) ? null : unknown;
      default:
        return unknown;
    }
  }
}

function hasRow(org: Org, object: string, field: string, value: string): boolean {
  if (!org.schema.find(object)) return false;
  for (const row of org.store.rows(object)) if (row.deletedAt === undefined && row.values[field] === value) return true;
  return false;
}

function messagesOf(body: unknown): readonly Message[] | null {
  try {
    const given: unknown = Buffer.isBuffer(body) ? JSON.parse(body.toString("utf8")) : null;
    const messages: readonly unknown[] = Array.isArray(given) ? given : [given];
    return messages.every(isMessage) ? messages : null;
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && typeof (value as Message)["channel"] === "string";
}

function channelsOf(message: Message): readonly string[] {
  const { subscription } = message;
  return (Array.isArray(subscription) ? subscription : [subscription]).map(String);
}

/** From the replay extension; -1 where the client says nothing. */
function replayOf(message: Message, channel: string): number {
  const { ext } = message;
  const replay = typeof ext === "object" && ext !== null ? (ext as Message)["replay"] : undefined;
  const given = typeof replay === "object" && replay !== null ? (replay as Message)[channel] : undefined;
  return given === undefined || given === null ? -1 : Number(given);
}
