import type { FastifyPluginAsync } from "fastify";
import { access } from "./caller.ts";

export interface MetricsPorts {
  /** In Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export const metrics: FastifyPluginAsync<MetricsPorts> = async (app, ports) => {
  app.get("/metrics", { config: { access: access.metrics } }, async (_request, reply) => {
    const { contentType, text } = await ports.metrics();
    return reply.header("content-type", contentType).send(text);
  });
};
