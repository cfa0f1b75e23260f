import type { FaultBoard, FaultKind } from "../../base/faults.ts";
import { Random } from "../../base/random.ts";
import type { Org } from "../org.ts";
import type { EventBus, StoredEvent } from "./event-bus.ts";

/** Bayeux's advice on how long a request for events is held. */
export const HELD_MS = 110_000;
/** A client that does not connect for so long is forgotten. */
const FORGOTTEN_AFTER_MS = 40_000;
const CLIENT_ID_LENGTH = 26;
const OVERTAKEN_WITHIN_MS = 1000;
const DELIVERY_FAULTS: readonly FaultKind[] = ["notification-lost", "notification-doubled", "notification-late", "notification-reordered"];

export type Message = Readonly<Record<string, unknown>>;

interface Client {
  readonly id: string;
  readonly userId: string;
  readonly channels: Set<string>;
  queue: Message[];
  /** Messages that wait until another has overtaken them. */
  readonly overtaken: (() => void)[];
  /** Set while a request is held for it. */
  answer: (() => void) | null;
  connected: boolean;
  seenAt: number;
}

/** Those who listen to the org over long polling. They live in memory: after a restart every client is unknown. */
export class StreamClients {
  readonly #org: Org;
  readonly #bus: EventBus;
  readonly #faults: FaultBoard;
  readonly #random: Random;
  readonly #clients = new Map<string, Client>();

  constructor(org: Org, bus: EventBus, faults: FaultBoard, seed: number) {
    this.#org = org;
    this.#bus = bus;
    this.#faults = faults;
    this.#random = new Random(seed + bus.starts * 7919);
    bus.listen((event) => this.#spread(event));
  }

  get count(): number {
    return this.#clients.size;
  }

  /** Null when the org has as many clients as its edition allows. */
  open(userId: string): string | null {
    this.#forgetTheSilent();
    if (this.#clients.size >= this.#org.switches.streamClients) return null;
    const id = this.#random.text(CLIENT_ID_LENGTH, "abcdefghijklmnopqrstuvwxyz0123456789");
    const seenAt = this.#now();
    this.#clients.set(id, { id, userId, channels: new Set(), queue: [], overtaken: [], answer: null, connected: false, seenAt });
    return id;
  }

  /** Whether this client is known, and that user's. */
  knows(id: string, userId: string): boolean {
    this.#forgetTheSilent();
    return this.#clients.get(id)?.userId === userId;
  }

  /** Listens from a replay id on: -1 for what is new. Answers false when events from there are not to be had. */
  subscribe(id: string, channel: string, replayFrom: number): boolean {
    const client = this.#clients.get(id);
    if (!client) return false;
    const missed = replayFrom === -1 ? [] : this.#bus.after(replayFrom);
    if (missed === null) return false;
    client.channels.add(channel);
    client.queue.push(...missed.filter((event) => reaches(event, channel)).map((event) => messageOf(event, channel)));
    client.answer?.();
    return true;
  }

  unsubscribe(id: string, channel: string): void {
    this.#clients.get(id)?.channels.delete(channel);
  }

  /** The server loses a client, or all of them, as it does when a connection wanders to another of its machines. */
  forget(id?: string): void {
    for (const client of this.#clients.values()) {
      if (id !== undefined && client.id !== id) continue;
      this.#clients.delete(client.id);
      client.answer?.();
    }
  }

  /** Waits for messages; at once for the first time, and whenever some are there. `gone` is called to learn of a broken connection. */
  async wait(
    id: string,
    onGone: (gone: () => void) => void,
  ): Promise<{ readonly messages: readonly Message[]; readonly isFirst: boolean }> {
    const client = this.#clients.get(id);
    if (!client) return { messages: [], isFirst: false };
    const isFirst = !client.connected;
    client.connected = true;
    client.answer?.();
    if (!isFirst && client.queue.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => client.answer?.(), HELD_MS);
        timer.unref();
        client.answer = () => {
          clearTimeout(timer);
          client.answer = null;
          client.seenAt = this.#now();
          resolve();
        };
        onGone(client.answer);
      });
    }
    client.seenAt = this.#now();
    const messages = client.queue;
    client.queue = [];
    return { messages, isFirst };
  }

  /** Ends what is held, for the closing of the server. */
  close(): void {
    this.forget();
  }

  #spread(event: StoredEvent): void {
    for (const client of this.#clients.values()) {
      for (const channel of client.channels) if (reaches(event, channel)) this.#deliver(client, event, channel);
    }
  }

  /** Faults strike each delivery by itself. What is lost stays on the bus, and can be asked for again. */
  #deliver(client: Client, event: StoredEvent, channel: string): void {
    const struck = this.#faults.strike("salesforce", "PUBLISH", channel, DELIVERY_FAULTS);
    const fault = (kind: FaultKind) => struck.find((one) => one.kind === kind);
    if (fault("notification-lost")) return;
    const message = messageOf(event, channel);
    const copies = fault("notification-doubled") ? [message, message] : [message];
    const reordered = fault("notification-reordered");
    const lateMs = reordered ? (reordered.ms ?? OVERTAKEN_WITHIN_MS) : (fault("notification-late")?.ms ?? 0);
    let isSent = false;
    const send = () => {
      if (isSent) return;
      isSent = true;
      client.queue.push(...copies);
      client.answer?.();
    };
    if (lateMs > 0) setTimeout(send, lateMs).unref();
    if (reordered) client.overtaken.push(send);
    else if (lateMs === 0) {
      client.queue.push(...copies);
      for (const overtaken of client.overtaken.splice(0)) overtaken();
      client.answer?.();
    }
  }

  #forgetTheSilent(): void {
    const edge = this.#now() - FORGOTTEN_AFTER_MS;
    for (const client of this.#clients.values()) if (client.answer === null && client.seenAt < edge) this.#clients.delete(client.id);
  }

  #now(): number {
    return this.#org.clock.now().getTime();
  }
}

function reaches(event: StoredEvent, channel: string): boolean {
  return event.channel === channel || (channel === "/data/ChangeEvents" && event.channel.startsWith("/data/"));
}

function messageOf({ data, replayId }: StoredEvent, channel: string): Message {
  const event = { ...(data["event"] as object | undefined), replayId };
  return { channel, data: { ...data, event } };
}
