import type { Example } from "./example-files.ts";
import { GraphEndpoint } from "./graph-endpoint.ts";
import type { GraphState } from "./graph-state.ts";
import { addressHere } from "./graph-url.ts";
import { type Answered, asJson, type Handling, shownReply } from "./handling.ts";

type Json = Readonly<Record<string, unknown>>;
/** Puts what the example speaks of into the tenant. */
export type Before = (state: GraphState) => unknown;
/** What the stand-in answers otherwise than the page, and why. */
export type Differs = Readonly<Record<string, string>>;
export type GraphHandling = Handling<GraphState>;

/** The example's own request, with ids of things that exist here, after `before` put them there. */
export const replay = (
  before: Before = () => undefined,
  differs: Differs = {},
  body?: (state: GraphState, shown: unknown) => unknown,
): GraphHandling => ({
  is: "replayed",
  shown: shownReply,
  differs,
  ask: async (state, { request }) => {
    await before(state);
    const url = await addressHere(request?.url ?? "", state);
    const sent = body ? body(state, request?.body) : request?.body;
    const { Prefer, ...rest } = request?.headers ?? {};
    const type = Object.entries(rest).find(([name]) => name.toLowerCase() === "content-type")?.[1];
    return state.tenant.ask(request?.method ?? "GET", url, {
      headers: { ...(Prefer === undefined ? {} : { prefer: Prefer }), ...(type === undefined ? {} : { "content-type": type }) },
      ...(sent === undefined ? {} : { body: sent }),
    });
  },
});

/** Likewise, with another body than the page's. */
export function replayWith(body: (state: GraphState, shown: unknown) => unknown): GraphHandling {
  return replay(undefined, {}, body);
}

/** The example shows a body only: what makes the stand-in answer likewise. */
export const answers = (ask: (state: GraphState, example: Example) => Promise<Answered>, differs: Differs = {}): GraphHandling => ({
  is: "replayed",
  shown: shownReply,
  differs,
  ask,
});

/** The example shows what a subscriber is sent. */
export const tells = (
  cause: (state: GraphState, url: string) => Promise<unknown>,
  shown: (example: Example) => Answered,
  differs: Differs = {},
): GraphHandling => ({
  is: "replayed",
  shown,
  differs,
  ask: async (state) => {
    const endpoint = new GraphEndpoint();
    try {
      await cause(state, await endpoint.listen());
      return { status: null, body: await endpoint.told };
    } finally {
      endpoint.close();
    }
  },
});

/** The mail in the page's request is cut short before its addresses: they are put in front. */
export const whole = replayWith((_state, shown) => {
  const mail = Buffer.from(String(shown).replaceAll(/[\s.]/gu, ""), "base64").toString();
  const addresses = "From: Ada <ada@northwind.example>\r\nTo: Cleo <cleo@elsewhere.example>\r\n";
  return Buffer.from(`${addresses}${mail}\r\n\r\n`).toString("base64");
});

/** A time that this mailbox's clock has yet to reach, in place of the page's. */
export function soon(state: GraphState, shown: unknown): Json {
  return { ...asJson(shown), expirationDateTime: new Date(state.tenant.clock.now().getTime() + 7_200_000).toISOString() };
}

/** Follows a delta round page by page, and gives the page that is asked for. */
export const pageOf = async (
  state: GraphState,
  first: string,
  page: number | "last",
  headers: Readonly<Record<string, string>>,
): Promise<Answered> => {
  let reply = await state.tenant.ask("GET", first, { headers });
  for (let at = 1; page === "last" ? reply.body["@odata.nextLink"] !== undefined : at < page; at++)
    reply = await state.tenant.ask("GET", String(reply.body["@odata.nextLink"]), { headers });
  return reply;
};
