import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Me } from "../../shared/api/me.ts";
import { Problem } from "../../shared/api/problem.ts";
import { access, type Caller, callerOf } from "./caller.ts";

export interface MePorts {
  me(caller: Caller): Promise<Me>;
}

/** Who the caller is to Tandem. */
export const me: FastifyPluginAsyncTypebox<MePorts> = async (app, ports) => {
  app.get(
    "/api/me",
    { config: { access: access.user }, schema: { tags: ["pane"], response: { 200: Me, "4xx": Problem, "5xx": Problem } } },
    (request) => ports.me(callerOf(request)),
  );
};
