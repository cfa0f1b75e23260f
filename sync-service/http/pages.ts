import { stat } from "node:fs/promises";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply } from "fastify";
import { access, type Page } from "./caller.ts";

export interface PagePorts {
  /** The folder of the built add-in. */
  readonly addinDir: string;
  /** Public values: what a browser needs to sign in. */
  readonly signIn: { readonly clientId: string; readonly tenantId: string; readonly authority: string; readonly apiScope: string };
}

const open = access.everyone("the pages are the same for everybody and hold no data");

/** The built add-in: the pane at /pane/, the administration page at /admin/, to which the bare address leads. */
export const pages: FastifyPluginAsync<PagePorts> = async (app, { addinDir, signIn }) => {
  const isBuilt = await stat(addinDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  await app.register(async (scope) => {
    markRoutes(scope, "pane");
    scope.get("/pane/settings.json", async () => signIn);
    if (isBuilt)
      await scope.register(fastifyStatic, {
        root: addinDir,
        prefix: "/pane/",
        index: ["index.html"],
        decorateReply: true,
        setHeaders: cacheHashed,
      });
    else
      scope.get("/pane/*", async (_request, reply) =>
        reply.code(503).type("text/plain").send("The add-in is not built: ADDIN_DIR names no folder."),
      );
  });
  await app.register(async (scope) => {
    markRoutes(scope, "admin");
    if (isBuilt) {
      await scope.register(fastifyStatic, {
        root: addinDir,
        prefix: "/admin/",
        index: ["admin.html"],
        decorateReply: false,
        setHeaders: cacheHashed,
      });
    }
    scope.get("/admin/settings.json", async () => signIn);
    scope.get("/admin", async (_request, reply) => reply.redirect("/admin/"));
    scope.get("/", async (_request, reply) => reply.redirect("/admin/"));
  });
};

function markRoutes(scope: Parameters<FastifyPluginAsync>[0], page: Page): void {
  scope.addHook("onRoute", (route) => {
    route.config = { ...route.config, access: open, page };
  });
}

/** Names under assets/ carry a hash of what is in them. */
function cacheHashed(reply: FastifyReply, path: string): void {
  reply.header("cache-control", /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
}
