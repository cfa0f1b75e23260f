import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Static } from "typebox";
import { ListQuery } from "../../shared/api/administration.ts";
import { AnswerOne, AnswerParams, AnswerSeveral, AnswersTaken, AttentionPage } from "../../shared/api/attention.ts";
import { Problem } from "../../shared/api/problem.ts";
import { access, type Caller, callerOf } from "./caller.ts";

export interface AttentionPorts {
  /** Of the caller's own mailbox (P8), like all of these. */
  list(caller: Caller, cursor: string | null): Promise<AttentionPage>;
  /** @throws Refused when it does not wait for that answer (any more). */
  answerOne(caller: Caller, id: string, given: Static<typeof AnswerOne>): Promise<AnswersTaken>;
  answerSeveral(caller: Caller, given: Static<typeof AnswerSeveral>): Promise<AnswersTaken>;
}

const failures = { "4xx": Problem, "5xx": Problem };
const tags = ["pane"];

/** What needs a person, and his answers. */
export const attention: FastifyPluginAsyncTypebox<AttentionPorts> = async (app, ports) => {
  const config = { access: access.user };

  app.get(
    "/api/attention",
    { config, schema: { tags, querystring: ListQuery, response: { 200: AttentionPage, ...failures } } },
    (request) => ports.list(callerOf(request), request.query.cursor ?? null),
  );

  app.post(
    "/api/attention/:id/answer",
    { config, schema: { tags, params: AnswerParams, body: AnswerOne, response: { 200: AnswersTaken, ...failures } } },
    (request) => ports.answerOne(callerOf(request), request.params.id, request.body),
  );

  app.post(
    "/api/attention/answers",
    { config, schema: { tags, body: AnswerSeveral, response: { 200: AnswersTaken, ...failures } } },
    (request) => ports.answerSeveral(callerOf(request), request.body),
  );
};
