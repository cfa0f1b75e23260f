import type { FastifyInstance } from "fastify";
import type { Clock } from "../base/clock.ts";
import type { FaultBoard } from "../base/faults.ts";
import { boardPage } from "./board-page.ts";
import type { BoardEvent } from "./events.ts";
import { faultOf } from "./fault-form.ts";

export interface FaultBoardParts {
  readonly faults: FaultBoard;
  readonly events: readonly BoardEvent[];
  readonly clock: Clock;
}

type Form = Readonly<Record<string, string>>;

/** The fault board for people, at `/faults`. The app has to read forms, and to refuse those of other sites. */
export function addFaultBoard(app: FastifyInstance, { faults, events, clock }: FaultBoardParts): void {
  app.get("/faults", async (_request, reply) => reply.type("text/html; charset=utf-8").send(boardPage(faults, events, clock.now())));
  app.post<{ Body: Form }>("/faults", async (request, reply) => {
    const fault = faultOf(request.body);
    if (fault === null) return reply.code(400).send("Choose a kind from the list, and write path as a regular expression.");
    faults.plant(fault);
    return reply.redirect("/faults", 303);
  });
  app.post<{ Params: { id: string } }>("/faults/:id/lift", async (request, reply) => {
    faults.lift(Number(request.params.id));
    return reply.redirect("/faults", 303);
  });
  app.post("/faults/clear", async (_request, reply) => {
    faults.clear();
    return reply.redirect("/faults", 303);
  });
  app.post<{ Params: { id: string }; Body: Form | null }>("/faults/events/:id", async (request, reply) => {
    const event = events.find(({ id }) => id === request.params.id);
    if (!event) return reply.code(404).send("Nothing of that name can happen here.");
    const number = Number(request.body?.["number"] ?? 0);
    if (!Number.isFinite(number)) return reply.code(400).send("Write a number.");
    event.happen(number);
    return reply.redirect("/faults", 303);
  });
}
