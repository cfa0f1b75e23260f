import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { EntryParams, UndoOne, UndoReply } from "../../shared/api/administration.ts";
import { FirstSyncRequest } from "../../shared/api/first-sync.ts";
import { Me } from "../../shared/api/me.ts";
import { Problem } from "../../shared/api/problem.ts";
import type { Static } from "typebox";
import { access, type Caller, callerOf } from "./caller.ts";

export interface MePorts {
  me(caller: Caller): Promise<Me>;
  /** What was done in the caller's own mailbox (P2, P8). @throws NotFound, Refused when it cannot be undone as things stand */
  undo(caller: Caller, entry: string, wish: Static<typeof UndoOne>): Promise<UndoReply>;
  /** Of the caller's own mailbox (P8). @throws Refused when none is under way, or an administrator has stopped it. */
  firstSync(caller: Caller, to: FirstSyncRequest["do"]): Promise<void>;
}

/** Who the caller is to Tandem. */
export const me: FastifyPluginAsyncTypebox<MePorts> = async (app, ports) => {
  app.get(
    "/api/me",
    { config: { access: access.user }, schema: { tags: ["pane"], response: { 200: Me, "4xx": Problem, "5xx": Problem } } },
    (request) => ports.me(callerOf(request)),
  );

  app.post(
    "/api/me/journal/:id/undo",
    {
      config: { access: access.user },
      schema: {
        tags: ["pane"],
        summary: "Undoes what was done to an item of the caller's mailbox; as a dry run, says what that comes to.",
        params: EntryParams,
        body: UndoOne,
        response: { 200: UndoReply, "4xx": Problem, "5xx": Problem },
      },
    },
    (request) => ports.undo(callerOf(request), request.params.id, request.body),
  );

  app.post(
    "/api/me/first-sync",
    {
      config: { access: access.user },
      schema: {
        tags: ["pane"],
        summary: "Stops the first sync of the caller's mailbox, or continues it where it was.",
        body: FirstSyncRequest,
        response: { 200: Me, "4xx": Problem, "5xx": Problem },
      },
    },
    async (request) => {
      await ports.firstSync(callerOf(request), request.body.do);
      return ports.me(callerOf(request));
    },
  );
};
