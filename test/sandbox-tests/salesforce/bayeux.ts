import type { World } from "./world.ts";

export interface ChangeHeader {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: string;
  readonly changeOrigin: string;
  readonly transactionKey: string;
  readonly sequenceNumber: number;
  readonly commitTimestamp: number;
  readonly commitNumber: number;
  readonly commitUser: string;
  readonly changedFields: readonly string[];
  readonly nulledFields: readonly string[];
}

export interface Heard {
  readonly channel: string;
  readonly data: {
    readonly schema: string;
    readonly event: { readonly replayId: number };
    readonly payload: Readonly<Record<string, unknown>> & { readonly ChangeEventHeader: ChangeHeader };
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- replies are looked into freely by tests
type Answer = any;

/** A listener written out message by message, so that a test sees what a library would hide. */
export class Listener {
  #world: World;
  readonly #token: string;
  clientId = "";

  constructor(world: World, email: string) {
    this.#world = world;
    this.#token = world.salesforce.signIn(email);
  }

  /** Goes on with another server, as after a restart. */
  moveTo(world: World): void {
    this.#world = world;
  }

  /** The messages answered to one sent. */
  async send(message: Readonly<Record<string, unknown>>): Promise<readonly Answer[]> {
    const response = await fetch(`${this.#world.url}/cometd/62.0`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: JSON.stringify([{ id: "1", ...(this.clientId === "" ? {} : { clientId: this.clientId }), ...message }]),
    });
    return (await response.json()) as readonly Answer[];
  }

  /** Handshake and the first connect, which is answered at once. */
  async open(): Promise<this> {
    const [shaken] = await this.send({ channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["long-polling"] });
    this.clientId = shaken.clientId;
    await this.connect();
    return this;
  }

  async subscribe(subscription: string, replay?: number): Promise<Answer> {
    const ext = replay === undefined ? {} : { ext: { replay: { [subscription]: replay } } };
    const [answer] = await this.send({ channel: "/meta/subscribe", subscription, ...ext });
    return answer;
  }

  /** Waits for events; answers them without the reply to the connect itself. */
  async connect(): Promise<readonly Heard[]> {
    const answers = await this.send({ channel: "/meta/connect", connectionType: "long-polling" });
    return answers.filter((answer) => answer.channel !== "/meta/connect");
  }
}

/** A listener to one channel. */
export async function listening(world: World, email: string, channel: string, replay?: number): Promise<Listener> {
  const listener = await new Listener(world, email).open();
  const answer = await listener.subscribe(channel, replay);
  if (answer.successful !== true) throw new Error(String(answer.error));
  return listener;
}

export const headersOf = (heard: readonly Heard[]): readonly ChangeHeader[] => heard.map(({ data }) => data.payload.ChangeEventHeader);
