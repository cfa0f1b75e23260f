import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { AttentionPage } from "../../shared/api/attention.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { AttachmentChoices, FilingChoice } from "../../shared/api/filing.ts";
import type { Me } from "../../shared/api/me.ts";
import type { EmailContext } from "../../shared/api/person.ts";
import type { Problem } from "../../shared/api/problem.ts";
import { buildAddin } from "../../addin/build.ts";
import { BUILD_FOLDER, OFFICE_PLACE } from "./page-world.ts";

/** What the scripted service answers. Tests change it as they go. */
export interface Script {
  me: Me | Problem;
  /** Nothing needs anybody when absent. */
  attention?: AttentionPage | Problem;
  people: EmailContext | Problem;
  status: EmailStatus | Problem;
  attachments: AttachmentChoices | Problem;
  /** What was sent to be filed. */
  readonly filed: FilingChoice[];
}

/**
 * The built pane with answers by script instead of a service, to see each state of its screens in a real browser. `/` is a page of 320
 * pixels around nothing but the pane, with an Outlook that shows one mail.
 */
export async function startScriptedService(script: Script, officeJsUrl = "/office.js"): Promise<FastifyInstance> {
  const outDir = join(BUILD_FOLDER, "pane");
  await buildAddin({ outDir, officeJsUrl: OFFICE_PLACE });
  const app = Fastify({ forceCloseConnections: true });
  app.get("/pane/settings.json", async () => ({
    clientId: "tandem",
    tenantId: "t",
    authority: "http://127.0.0.1:1/t",
    apiScope: "api://tandem/access_as_user",
  }));
  app.get("/office.js", async (_request, reply) => reply.type("text/javascript").send(OFFICE));
  app.get("/api/me", async (_request, reply) => answer(reply, script.me));
  app.get("/api/attention", async (_request, reply) => answer(reply, script.attention ?? { items: [], next: null, total: 0 }));
  app.get("/api/emails/:id/people", async (_request, reply) => answer(reply, script.people));
  app.get("/api/emails/:id/status", async (_request, reply) => answer(reply, script.status));
  app.get("/api/emails/:id/attachments", async (_request, reply) => answer(reply, script.attachments));
  app.post<{ Body: FilingChoice }>("/api/emails/:id/filing", async (request, reply) => {
    script.filed.push(request.body);
    return answer(reply, script.status);
  });
  app.get("/pane/", async (_request, reply) =>
    reply.type("text/html").send((await readFile(join(outDir, "index.html"), "utf8")).replace(OFFICE_PLACE, officeJsUrl)),
  );
  await app.register(fastifyStatic, { root: outDir, prefix: "/pane/", index: false });
  return app;
}

function answer(reply: FastifyReply, content: object): FastifyReply {
  return reply.code("remedy" in content ? 503 : 200).send(content);
}

/** The least Outlook: one mail, open. `?dark` gives it a dark background. */
const OFFICE = `
const dark = location.search.includes("dark");
globalThis.Office = {
  onReady: async () => ({ host: "Outlook", platform: "OfficeOnline" }),
  HostType: { Outlook: "Outlook" },
  EventType: { ItemChanged: "olkItemSelectedChanged", OfficeThemeChanged: "officeThemeChanged" },
  MailboxEnums: { ItemType: { Message: "message" }, RestVersion: { v2_0: "v2.0" } },
  auth: { getAccessToken: async () => "token" },
  context: {
    displayLanguage: "en-GB",
    officeTheme: { bodyBackgroundColor: dark ? "#292929" : "#ffffff" },
    requirements: { isSetSupported: (name) => name === "Mailbox" },
    mailbox: {
      userProfile: { displayName: "Ben Okafor", emailAddress: "ben.okafor@example.com" },
      addHandlerAsync: () => undefined,
      convertToRestId: (id) => id.replaceAll("/", "-").replaceAll("+", "_"),
      item: { itemType: "message", itemId: "AAMk/1", internetMessageId: "<1@harborlight.example>", subject: "Deck lights: drawings and numbers", from: { displayName: "Nora Haugen", emailAddress: "nora.haugen@harborlight.example" } },
    },
  },
};`;
