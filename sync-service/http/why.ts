import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import { Problem } from "../../shared/api/problem.ts";
import { OwnWhyQuery, Why, WhyQuery } from "../../shared/api/why.ts";
import { access, type Caller, callerOf } from "./caller.ts";

export interface WhyPorts {
  /** Of the caller's own mailbox (P8). */
  own(caller: Caller, about: Static<typeof OwnWhyQuery>): Promise<Why>;
  /** @throws NotFound, BadRequest. Without `content`, a code in place of words that could hold values (A7). */
  ofUser(id: string, about: Static<typeof WhyQuery>, content: boolean): Promise<Why>;
}

const UserParams = Type.Object({ id: Type.String({ maxLength: 320, description: "A mailbox by its id, or by its address." }) });
const failures = { "4xx": Problem, "5xx": Problem };

/** "Why is this not in Salesforce?" */
export const why: FastifyPluginAsyncTypebox<WhyPorts> = async (app, ports) => {
  app.get(
    "/api/me/why",
    { config: { access: access.user }, schema: { tags: ["pane"], querystring: OwnWhyQuery, response: { 200: Why, ...failures } } },
    (request) => ports.own(callerOf(request), request.query),
  );

  app.get(
    "/api/admin/users/:id/why",
    {
      config: { access: access.support },
      schema: { tags: ["administration"], params: UserParams, querystring: WhyQuery, response: { 200: Why, ...failures } },
    },
    (request) =>
      ports.ofUser(
        request.params.id,
        request.query,
        access.admin.roles.some((role) => callerOf(request).roles.has(role)),
      ),
  );
};
