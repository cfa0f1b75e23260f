import { tmpdir } from "node:os";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import react from "@vitejs/plugin-react";
import Fastify, { type FastifyInstance } from "fastify";
import { buildUnlessFresh } from "../../../addin/vite-build.ts";
import type { NewApp } from "../entra/directory.ts";
import { GRAPH_PERMISSIONS, type OutlookSettings } from "./page/settings.ts";

export interface OutlookPageOptions {
  readonly graphUrl: string;
  readonly entraUrl: string;
  readonly tenantId: string;
  /** Tandem's own registration, for whose API the page gets tokens as Outlook does. */
  readonly clientId: string;
  /** Where the pane is served, `http://…/pane/`. */
  readonly paneUrl: string;
  /** Where the built page is kept; a folder of the system's temporary one when absent. */
  readonly buildFolder?: string;
}

const HERE = import.meta.dirname;
export const OUTLOOK_CLIENT_ID = "57fb890c-0dab-4253-a5e0-7188c88b2bb4";

/** The page's registration with Entra, to be put into the directory. `url` is where the page is served, without a slash at the end. */
export function outlookApp(url: string): NewApp {
  return { clientId: OUTLOOK_CLIENT_ID, displayName: "Outlook (sandbox)", redirectUris: [`${url}/`], graphScopes: [...GRAPH_PERMISSIONS] };
}

/** Builds what the page is made of, unless that is done already. Slow the first time (some ten seconds). */
export async function buildOutlookPage(buildFolder = defaultFolder()): Promise<string> {
  const madeOf = [join(HERE, "page"), join(HERE, "office"), join(HERE, "../../../addin/service"), join(HERE, "../../../addin/components")];
  await buildUnlessFresh({
    root: join(HERE, "page"),
    madeOf,
    variables: {},
    outDir: join(buildFolder, "page"),
    config: { plugins: [react()] },
  });
  await buildUnlessFresh({
    root: HERE,
    madeOf,
    variables: {},
    outDir: join(buildFolder, "office"),
    config: {
      publicDir: false,
      build: { lib: { entry: join(HERE, "office/office.ts"), formats: ["iife"], name: "sandboxOffice", fileName: () => "office.js" } },
    },
  });
  return buildFolder;
}

const defaultFolder = (): string => join(tmpdir(), `tandem-outlook-page-${process.getuid?.() ?? 0}`);

/**
 * The sandbox's Outlook in a browser: works through Graph's public API as the person who signed in, hosts the pane, and gives it
 * `Office` (`/office.js`). Listens to nothing by itself; `options` is asked at each use, as ports are known only after listening.
 */
export async function createOutlookPage(options: () => OutlookPageOptions): Promise<FastifyInstance> {
  const folder = await buildOutlookPage(options().buildFolder);
  const app = Fastify({ forceCloseConnections: true });
  app.addHook("onSend", async (_request, reply, payload) => {
    const { graphUrl, entraUrl, paneUrl } = options();
    reply.header(
      "content-security-policy",
      [
        "default-src 'self'",
        `connect-src 'self' ${new URL(graphUrl).origin} ${new URL(entraUrl).origin}`,
        `frame-src 'self' ${new URL(paneUrl).origin}`,
        // Fluent puts its rules into the page; mails bring their own styles.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data: https:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
    );
    return payload;
  });
  app.get("/settings.json", async (): Promise<OutlookSettings> => {
    const { graphUrl, entraUrl, tenantId, clientId, paneUrl } = options();
    return {
      graphUrl,
      authority: `${entraUrl}/${tenantId}`,
      clientId: OUTLOOK_CLIENT_ID,
      apiScope: `api://${clientId}/access_as_user`,
      paneUrl,
    };
  });
  await app.register(fastifyStatic, { root: [join(folder, "page"), join(folder, "office")] });
  return app;
}
