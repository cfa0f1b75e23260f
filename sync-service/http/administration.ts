import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import {
  Copies,
  CycleQuery,
  CycleReply,
  EntryParams,
  JournalEntry,
  JournalQuery,
  ListQuery,
  listOf,
  Overview,
  PatchUserRequest,
  type SyncSwitch,
  SyncUsersReply,
  SyncUsersRequest,
  UndoOne,
  UndoReply,
  UndoSeveral,
  User,
} from "../../shared/api/administration.ts";
import { DryRun } from "../../shared/api/dry-run.ts";
import { Preset } from "../../shared/api/preset.ts";
import { Problem } from "../../shared/api/problem.ts";
import { NotBuilt } from "../errors.ts";
import { access, type Caller, callerOf } from "./caller.ts";

type Page<T> = { items: T[]; next: string | null };

export interface AdministrationPorts {
  syncUsers(apply: boolean): Promise<SyncUsersReply>;
  users(cursor: string | undefined): Promise<Page<User>>;
  /** @throws NotFound, like all that take an id. */
  setSync(id: string, sync: SyncSwitch, by: Caller): Promise<User>;
  /** Makes missing folders anew (B2). */
  repair(id: string): Promise<User>;
  wake(id: string): Promise<void>;
  /** Without `content`, counts alone (A7). @throws Refused once anything was written for him */
  dryRun(id: string, content: boolean): Promise<DryRun>;
  /** Answers when everything that stood on either side before the call has been read and acted upon, or after that time. */
  cycle(id: string, waitMs: number): Promise<CycleReply>;
  /** What sync has made in his mailbox (B5). */
  copies(id: string): Promise<Copies>;
  /** Asks for their removal; answers what there was. @throws Refused while no cycle would do it */
  removeCopies(id: string): Promise<Copies>;
  overview(): Promise<Overview>;
  preset(): Promise<Preset>;
  setPreset(preset: Preset, who: string): Promise<void>;
  /** Without `content`, a code in place of words that could hold values (A7). */
  journal(filter: Static<typeof JournalQuery>, content: boolean): Promise<Page<Static<typeof JournalEntry>>>;
  /** P2. @throws Refused when it cannot be undone as things stand. */
  undo(id: string, wish: Static<typeof UndoOne>): Promise<UndoReply>;
  undoSeveral(wish: Static<typeof UndoSeveral>): Promise<UndoReply>;
  audit(who: string, act: string, detail: Readonly<Record<string, unknown>>): Promise<void>;
}

const UserParams = Type.Object({ id: Type.String({ maxLength: 100 }) });
const failures = { "4xx": Problem, "5xx": Problem };
const tags = ["administration"];

/** The administration API (O5, A1, A2). Every act is written into the audit log (A7). */
export const administration: FastifyPluginAsyncTypebox<AdministrationPorts> = async (app, ports) => {
  const look = { access: access.support };
  const change = { access: access.admin };

  app.post(
    "/api/admin/users/sync",
    { config: change, schema: { tags, body: SyncUsersRequest, response: { 200: SyncUsersReply, ...failures } } },
    async (request) => {
      const reply = await ports.syncUsers(request.body.apply);
      const { added, removed, unchanged } = reply;
      if (reply.applied)
        await ports.audit(whoIs(callerOf(request)), "sync-users", {
          added: added.length,
          removed: removed.length,
          unchanged: unchanged.length,
        });
      return reply;
    },
  );

  app.get(
    "/api/admin/users",
    { config: look, schema: { tags, querystring: ListQuery, response: { 200: listOf(User), ...failures } } },
    (request) => ports.users(request.query.cursor),
  );

  app.patch(
    "/api/admin/users/:id",
    { config: change, schema: { tags, params: UserParams, body: PatchUserRequest, response: { 200: User, ...failures } } },
    async (request) => {
      const user = await ports.setSync(request.params.id, request.body.sync, callerOf(request));
      await ports.audit(whoIs(callerOf(request)), "set-sync", { user: user.id, sync: user.sync });
      return user;
    },
  );

  app.post(
    "/api/admin/users/:id/repair",
    { config: change, schema: { tags, params: UserParams, response: { 200: User, ...failures } } },
    async (request) => {
      const user = await ports.repair(request.params.id);
      await ports.audit(whoIs(callerOf(request)), "repair", { user: user.id });
      return user;
    },
  );

  app.post(
    "/api/admin/users/:id/cycle",
    {
      config: change,
      schema: {
        tags,
        params: UserParams,
        querystring: CycleQuery,
        response: { 200: CycleReply, 202: Type.Object({ woken: Type.Boolean() }), ...failures },
      },
    },
    async (request, reply) => {
      const { wait } = request.query;
      if (wait !== undefined) return reply.code(200).send(await ports.cycle(request.params.id, wait * 1_000));
      await ports.wake(request.params.id);
      return reply.code(202).send({ woken: true });
    },
  );

  app.post(
    "/api/admin/users/:id/dry-run",
    {
      config: look,
      schema: {
        tags,
        summary: "What switching a user on would do: counts, samples and requests. Nothing is written on either side, and nothing kept.",
        params: UserParams,
        response: { 200: DryRun, ...failures },
      },
    },
    async (request) => {
      const content = access.admin.roles.some((role) => callerOf(request).roles.has(role));
      const reply = await ports.dryRun(request.params.id, content);
      await ports.audit(whoIs(callerOf(request)), "dry-run", { user: request.params.id });
      return reply;
    },
  );

  const copies = "/api/admin/users/:id/copies";
  app.get(copies, { config: look, schema: { tags, params: UserParams, response: { 200: Copies, ...failures } } }, (request) =>
    ports.copies(request.params.id),
  );

  app.delete(copies, { config: change, schema: { tags, params: UserParams, response: { 200: Copies, ...failures } } }, async (request) => {
    const reply = await ports.removeCopies(request.params.id);
    await ports.audit(whoIs(callerOf(request)), "remove-copies", { user: request.params.id, ...reply });
    return reply;
  });

  app.get("/api/admin/overview", { config: look, schema: { tags, response: { 200: Overview, ...failures } } }, () => ports.overview());

  app.get("/api/admin/presets/default", { config: look, schema: { tags, response: { 200: Preset, ...failures } } }, () => ports.preset());

  app.put(
    "/api/admin/presets/default",
    { config: change, schema: { tags, body: Preset, response: { 200: Preset, ...failures } } },
    async (request) => {
      const who = whoIs(callerOf(request));
      const before = await ports.preset();
      await ports.setPreset(request.body, who);
      await ports.audit(who, "set-preset", { before, after: request.body });
      return ports.preset();
    },
  );

  app.get(
    "/api/admin/journal",
    { config: look, schema: { tags, querystring: JournalQuery, response: { 200: listOf(JournalEntry), ...failures } } },
    (request) =>
      ports.journal(
        request.query,
        access.admin.roles.some((role) => callerOf(request).roles.has(role)),
      ),
  );

  app.post(
    "/api/admin/journal/:id/undo",
    { config: change, schema: { tags, params: EntryParams, body: UndoOne, response: { 200: UndoReply, ...failures } } },
    async (request) => {
      const reply = await ports.undo(request.params.id, request.body);
      if (!reply.dryRun) await ports.audit(whoIs(callerOf(request)), "undo", { entries: [request.params.id] });
      return reply;
    },
  );

  app.post(
    "/api/admin/journal/undo",
    { config: change, schema: { tags, body: UndoSeveral, response: { 200: UndoReply, ...failures } } },
    async (request) => {
      const reply = await ports.undoSeveral(request.body);
      const { user, since, until } = request.body;
      const entries = reply.items.flatMap(({ id, problem }) => (problem ? [] : [id]));
      if (!reply.dryRun) await ports.audit(whoIs(callerOf(request)), "undo", { user, since, until, entries });
      return reply;
    },
  );

  const notBuilt = {
    config: look,
    schema: { tags, summary: "Not built yet: the search for conflicting software (V).", response: { 501: Problem, ...failures } },
  };
  app.get("/api/admin/rivals", notBuilt, async () => refuseRivals());
  app.post("/api/admin/rivals/scan", { ...notBuilt, config: change }, async () => refuseRivals());
};

function refuseRivals(): never {
  throw new NotBuilt("The search for conflicting software is not built yet.");
}

/** How the audit log names him: identity, not name. */
const whoIs = ({ tenantId, objectId, is }: Caller) => `${is} ${tenantId}/${objectId}`;
