import type { Context, Middleware, MiddlewareOptions } from "@microsoft/microsoft-graph-client";
import type { TokenSource } from "./token.ts";

/** Ids that stay while an item stays in its mailbox. Asked for in every request (MG2). */
export const IMMUTABLE_IDS = 'IdType="ImmutableId"';

/**
 * Where one request really goes. The official client takes only https for absolute, and takes query strings apart; so it is given
 * nothing, and the address we checked is put in here.
 */
export class Destination implements MiddlewareOptions {
  readonly url: string;
  /** What went wrong before anything was sent: an error of ours, which the client would wrap. */
  failure: unknown = null;

  constructor(url: URL) {
    this.url = url.href;
  }
}

abstract class Link implements Middleware {
  #next: Middleware | null = null;

  setNext(next: Middleware): void {
    this.#next = next;
  }

  abstract execute(context: Context): Promise<void>;

  protected async passOn(context: Context): Promise<void> {
    if (!this.#next) throw new Error("The last middleware must send the request.");
    await this.#next.execute(context);
  }
}

/** Replaces the client's own address by ours. */
export class Direct extends Link {
  override async execute(context: Context): Promise<void> {
    context.request = destinationOf(context).url;
    await this.passOn(context);
  }
}

/** A new token refused as well may have been refused for a moment; a third time it is no matter of age. */
const MOST_RENEWALS = 2;

/** The application's token, also over plain http, which only a loopback address may use. A token refused is renewed, twice at most. */
export class Authorize extends Link {
  readonly #source: TokenSource;

  constructor(source: TokenSource) {
    super();
    this.#source = source;
  }

  override async execute(context: Context): Promise<void> {
    const token = await this.#tokenFor(context, () => this.#source.token());
    let current = token;
    await this.#sendWith(current, context);
    for (let renewals = 0; context.response?.status === 401 && renewals < MOST_RENEWALS; renewals += 1) {
      await context.response.body?.cancel();
      const refused = current;
      current = await this.#tokenFor(context, () => this.#source.renew(refused));
      await this.#sendWith(current, context);
    }
  }

  async #tokenFor(context: Context, ask: () => Promise<string>): Promise<string> {
    try {
      return await ask();
    } catch (error) {
      destinationOf(context).failure = error;
      throw error;
    }
  }

  async #sendWith(token: string, context: Context): Promise<void> {
    setHeader(context, "authorization", `Bearer ${token}`);
    await this.passOn(context);
  }
}

/** A request id that Graph repeats in its logs and errors, and immutable ids beside whatever else the caller prefers. */
export class Identify extends Link {
  readonly #newId: () => string;

  constructor(newId: () => string) {
    super();
    this.#newId = newId;
  }

  override async execute(context: Context): Promise<void> {
    const preferred = headersOf(context)["prefer"];
    setHeader(context, "prefer", preferred === undefined ? IMMUTABLE_IDS : `${IMMUTABLE_IDS}, ${preferred}`);
    setHeader(context, "client-request-id", this.#newId());
    await this.passOn(context);
  }
}

function destinationOf(context: Context): Destination {
  const options = context.middlewareControl?.getMiddlewareOptions(Destination);
  if (options instanceof Destination) return options;
  throw new Error("A request was made without its destination.");
}

/** The headers as they stand; our client gives a plain object with names in lower case. */
function headersOf(context: Context): Record<string, string> {
  return (context.options?.headers ?? {}) as Record<string, string>;
}

function setHeader(context: Context, name: string, value: string): void {
  context.options = { ...context.options, headers: { ...headersOf(context), [name]: value } };
}
