import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import { access } from "./caller.ts";

export interface HealthPorts {
  /** Whether the database answers. The outside does not count: without it the service is still there to say so. */
  isReady(): Promise<boolean>;
}

const Health = Type.Object({ status: Type.String() });
const open = access.everyone("supervisors ask before anybody is signed in, and learn one word");

export const health: FastifyPluginAsync<HealthPorts> = async (app, { isReady }) => {
  app.get("/health/live", { config: { access: open }, schema: { tags: ["health"], response: { 200: Health } } }, async () => ({
    status: "live",
  }));
  app.get(
    "/health/ready",
    { config: { access: open }, schema: { tags: ["health"], response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const ready = await isReady();
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "the database does not answer" });
    },
  );
};
