import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { EmailParams, EmailQuery, EmailStatus } from "../../shared/api/email-status.ts";
import { AttachmentChoices, FilingChoice, SharingChoice, ThreadChoice, WhenSent } from "../../shared/api/filing.ts";
import { EmailContext } from "../../shared/api/person.ts";
import { Problem } from "../../shared/api/problem.ts";
import {
  attachmentsOfEmail,
  emailStatus,
  fileFromPane,
  type MailHint,
  type PaneParts,
  type PaneUser,
  peopleOfEmail,
} from "../filing/pane.ts";
import { fileWhenSent, removeFromPane, setReplies, setSharing } from "../filing/pane-sharing.ts";
import { access, type Caller, callerOf } from "./caller.ts";

export interface EmailPorts extends PaneParts {
  /** The caller's own mailbox, by tenant and object id (P8). @throws NotFound when it is none of Tandem's. */
  readonly userOf: (caller: Caller) => Promise<PaneUser>;
}

const of = { params: EmailParams, querystring: EmailQuery };
const failures = { "4xx": Problem, "5xx": Problem };

/** The mail that is open in Outlook: who is on it, what became of it, and filing it. */
export const emails: FastifyPluginAsyncTypebox<EmailPorts> = async (app, ports) => {
  const config = { access: access.user };

  app.get("/api/emails/:itemId/people", { config, schema: { ...of, response: { 200: EmailContext, ...failures } } }, async (request) =>
    peopleOfEmail(await ports.userOf(callerOf(request)), hintOf(request)),
  );

  app.get("/api/emails/:itemId/status", { config, schema: { ...of, response: { 200: EmailStatus, ...failures } } }, async (request) =>
    emailStatus(await ports.userOf(callerOf(request)), hintOf(request), ports),
  );

  app.get(
    "/api/emails/:itemId/attachments",
    { config, schema: { ...of, response: { 200: AttachmentChoices, ...failures } } },
    async (request) => attachmentsOfEmail(await ports.userOf(callerOf(request)), hintOf(request)),
  );

  app.post(
    "/api/emails/:itemId/filing",
    { config, schema: { ...of, body: FilingChoice, response: { "2xx": EmailStatus, ...failures } } },
    async (request, reply) => {
      const { isNew, status } = await fileFromPane(await ports.userOf(callerOf(request)), hintOf(request), request.body, ports);
      return reply.code(isNew ? 201 : 200).send(status);
    },
  );

  app.post(
    "/api/emails/:itemId/sharing",
    { config, schema: { ...of, body: SharingChoice, response: { 200: EmailStatus, ...failures } } },
    async (request) => setSharing(await ports.userOf(callerOf(request)), hintOf(request), request.body, ports),
  );

  app.post(
    "/api/emails/:itemId/thread",
    { config, schema: { ...of, body: ThreadChoice, response: { 200: EmailStatus, ...failures } } },
    async (request) => setReplies(await ports.userOf(callerOf(request)), hintOf(request), request.body.replies, ports),
  );

  app.post(
    "/api/emails/:itemId/when-sent",
    { config, schema: { ...of, body: WhenSent, response: { 200: EmailStatus, ...failures } } },
    async (request) => fileWhenSent(await ports.userOf(callerOf(request)), hintOf(request), request.body.file, ports),
  );

  app.post("/api/emails/:itemId/removal", { config, schema: { ...of, response: { 200: EmailStatus, ...failures } } }, async (request) =>
    removeFromPane(await ports.userOf(callerOf(request)), hintOf(request), ports),
  );
};

function hintOf(request: {
  readonly params: { readonly itemId: string };
  readonly query: { readonly internetMessageId?: string };
}): MailHint {
  return { itemId: request.params.itemId, internetMessageId: request.query.internetMessageId ?? null };
}
