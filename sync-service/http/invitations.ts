import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { EventParams, EventGuests, Invitation } from "../../shared/api/invitation.ts";
import { Problem } from "../../shared/api/problem.ts";
import { access, type Caller, callerOf } from "./caller.ts";

export interface InvitationPorts {
  /** Of an event in the caller's own mailbox (P8). */
  people(caller: Caller, itemId: string): Promise<EventGuests>;
  /** Answers before it is carried out. @throws Refused without consent to as many mails (P5), and when other people stand there by now */
  invite(caller: Caller, itemId: string, invitation: Invitation): Promise<EventGuests>;
}

const failures = { "4xx": Problem, "5xx": Problem };
const of = { tags: ["pane"], params: EventParams };

/** The people of the event that is open in Outlook, and inviting them. */
export const invitations: FastifyPluginAsyncTypebox<InvitationPorts> = async (app, ports) => {
  const config = { access: access.user };

  app.get("/api/events/:itemId/people", { config, schema: { ...of, response: { 200: EventGuests, ...failures } } }, (request) =>
    ports.people(callerOf(request), request.params.itemId),
  );

  app.post(
    "/api/events/:itemId/invitations",
    { config, schema: { ...of, body: Invitation, response: { 200: EventGuests, ...failures } } },
    (request) => ports.invite(callerOf(request), request.params.itemId, request.body),
  );
};
