import { tmpdir } from "node:os";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import react from "@vitejs/plugin-react";
import Fastify, { type FastifyInstance } from "fastify";
import { buildUnlessFresh } from "../../../addin/vite-build.ts";
import type { LightningSettings } from "./page/settings.ts";

export interface LightningPageOptions {
  readonly salesforceUrl: string;
  /** `62.0` when absent. */
  readonly apiVersion?: string;
  /** The Salesforce users who can be looked over the shoulder, by user name. */
  readonly usernames: readonly string[];
  /** An access token of that user, as the sandbox gives to everybody. */
  readonly accessToken: (username: string) => Promise<string>;
  /** Where the built page is kept; a folder of the system's temporary one when absent. */
  readonly buildFolder?: string;
}

const HERE = import.meta.dirname;

export async function buildLightningPage(buildFolder = defaultFolder()): Promise<string> {
  const root = join(HERE, "page");
  await buildUnlessFresh({ root, madeOf: [root], variables: {}, outDir: buildFolder, config: { plugins: [react()] } });
  return buildFolder;
}

const defaultFolder = (): string => join(tmpdir(), `tandem-lightning-page-${process.getuid?.() ?? 0}`);

/**
 * The sandbox's record browser: reads and writes through Salesforce's public REST API, as the user chosen on the page. Addresses are
 * Salesforce's own: `/lightning/r/{Type}/{id}/view` and `/{id}`. Listens to nothing by itself; `options` is asked at each use.
 */
export async function createLightningPage(options: () => LightningPageOptions): Promise<FastifyInstance> {
  const folder = await buildLightningPage(options().buildFolder);
  const app = Fastify({ forceCloseConnections: true });
  app.addHook("onSend", async (_request, reply, payload) => {
    const salesforce = new URL(options().salesforceUrl).origin;
    reply.header(
      "content-security-policy",
      `default-src 'self'; connect-src 'self' ${salesforce}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data: https:; frame-ancestors 'none'; base-uri 'none'`,
    );
    return payload;
  });
  app.get("/settings.json", async (): Promise<LightningSettings> => {
    const { salesforceUrl, apiVersion = "62.0", usernames } = options();
    return { salesforceUrl, apiVersion, usernames };
  });
  app.get<{ Querystring: { user?: string } }>("/session.json", async (request, reply) => {
    const { usernames, accessToken } = options();
    const username = request.query.user ?? "";
    if (!usernames.includes(username)) return reply.code(404).send({ message: `No sample user has the name ${username}.` });
    return { accessToken: await accessToken(username) };
  });
  await app.register(fastifyStatic, { root: folder });
  app.get<{ Params: { type: string; id: string } }>("/lightning/r/:type/:id/view", async (_request, reply) => reply.sendFile("index.html"));
  app.get<{ Params: { id: string } }>("/:id", async (_request, reply) => reply.sendFile("index.html"));
  return app;
}
