import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** What the service counts. Labels never hold names, addresses or ids. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    requests: new Counter({
      name: "tandem_outside_requests_total",
      help: "HTTP exchanges with the vendors.",
      labelNames: ["system", "method", "status"],
      registers,
    }),
    notifications: new Counter({
      name: "tandem_notifications_total",
      help: "Change notifications by what became of them.",
      labelNames: ["outcome"],
      registers,
    }),
    cycles: new Histogram({
      name: "tandem_cycle_seconds",
      help: "Duration of a mailbox's cycle.",
      labelNames: ["result"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    }),
    failures: new Counter({
      name: "tandem_failures_total",
      help: "What stopped a kind of a mailbox, by code.",
      labelNames: ["kind", "code"],
      registers,
    }),
    async metrics() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
