import type { FastifyPluginAsync } from "fastify";
import { NotFound, NotSignedIn } from "../../sync-service/errors.ts";
import { administration, type AdministrationPorts } from "../../sync-service/http/administration.ts";
import { buildApp } from "../../sync-service/http/build-app.ts";
import { attention } from "../../sync-service/http/attention.ts";
import type { Caller, Role } from "../../sync-service/http/caller.ts";
import { invitations } from "../../sync-service/http/invitations.ts";
import { emails } from "../../sync-service/http/emails.ts";
import { health } from "../../sync-service/http/health.ts";
import { me } from "../../sync-service/http/me.ts";
import { metrics } from "../../sync-service/http/metrics.ts";
import { pages } from "../../sync-service/http/pages.ts";
import { webhooks } from "../../sync-service/http/webhooks.ts";
import { why } from "../../sync-service/http/why.ts";
import { completePreset } from "../../sync-service/store/presets.ts";

const undone = { items: [], counts: [], mails: 0, dryRun: true };

export const user = {
  id: "u1",
  email: "ada@example.com",
  salesforceUsername: "ada@org",
  sync: "on",
  state: "healthy",
  reason: null,
} as const;

export const callers: Readonly<Record<string, Caller>> = {
  user: caller("user", []),
  support: caller("application", ["Support"]),
  admin: caller("application", ["Admin"]),
  owner: caller("application", ["Owner"]),
};

function caller(is: Caller["is"], roles: readonly Role[]): Caller {
  return { tenantId: "t", objectId: `o-${roles.join()}`, is, name: "n", roles: new Set(roles), delegated: is === "user" };
}

export function administrationDouble(audited: unknown[] = []): AdministrationPorts {
  return {
    syncUsers: async (applied) => ({ added: [], removed: [], unchanged: [], unmatched: [], applied }),
    users: async () => ({ items: [user], next: null }),
    setSync: async (id, sync) => {
      if (id !== "u1") throw new NotFound("There is no such user.");
      return { ...user, sync };
    },
    repair: async () => user,
    wake: async () => {},
    copies: async () => ({ counts: [{ kind: "contact", copies: 2 }], staying: 1 }),
    removeCopies: async () => ({ counts: [{ kind: "contact", copies: 2 }], staying: 1 }),
    dryRun: async (_id, content) => ({
      ...{ at: "2026-11-22T05:00:00Z", user: "ada@example.com", complete: true, salesforceCalls: null },
      calls: { exchange: { reading: 1, writing: 1 }, salesforce: { reading: 1, writing: 1 } },
      kinds: [
        {
          ...{ kind: "contact", read: { exchange: 1, salesforce: 1 }, problem: null },
          lines: [{ does: "create", on: "exchange", count: 1, reason: null, samples: content ? ["Nora"] : [] }],
        },
      ],
    }),
    cycle: async () => ({ settled: true, waiting: 0, running: 0, held: 0, failed: 0, conflicts: 0 }),
    overview: async () => ({
      settled: true,
      backlog: 0,
      connection: { healthy: true, problems: [], wakeUp: "polling" },
      leftAlone: [],
      users: {},
      failures: [],
      salesforceCalls: null,
    }),
    preset: async () => completePreset({}),
    setPreset: async () => {},
    journal: async () => ({ items: [], next: null }),
    undo: async () => undone,
    undoSeveral: async () => undone,
    audit: async (...entry) => void audited.push(entry),
  };
}

/** The whole face of the service on doubles; a bearer token is the name of one of `callers`. */
export async function aService(more: readonly FastifyPluginAsync[] = []) {
  const audited: unknown[] = [];
  const refused: unknown[] = [];
  const absent = async () => {
    throw new NotFound("No mailbox.");
  };
  const { app, routes } = await buildApp({
    verifyToken: async (token) => {
      const known = callers[token];
      if (!known) throw new NotSignedIn("Unknown.");
      return known;
    },
    metricsToken: "0123456789abcdef",
    refused: async (...entry) => void refused.push(entry),
    officeHosts: ["https://outlook.office.com"],
    entraUrl: "https://login.microsoftonline.com",
    features: [
      (scope) => health(scope, { isReady: async () => true }),
      (scope) => administration(scope.withTypeProvider(), administrationDouble(audited)),
      (scope) => me(scope.withTypeProvider(), { me: absent, firstSync: absent, undo: absent }),
      (scope) => why(scope.withTypeProvider(), { own: absent, ofUser: absent }),
      (scope) => invitations(scope.withTypeProvider(), { people: absent, invite: absent }),
      (scope) => attention(scope.withTypeProvider(), { list: absent, answerOne: absent, answerSeveral: absent }),
      (scope) =>
        emails(scope.withTypeProvider(), {
          requests: null as never,
          flags: null as never,
          threads: null as never,
          wake: async () => {},
          now: () => new Date(),
          userOf: absent,
        }),
      (scope) =>
        webhooks(scope, {
          subscriptions: async () => new Map(),
          wake: async () => {},
          lifecycle: async () => {},
          dropped: () => {},
          taken: () => {},
        }),
      (scope) => metrics(scope, { metrics: async () => ({ contentType: "text/plain", text: "tandem 1" }) }),
      (scope) => pages(scope, { addinDir: "/nowhere", signIn: { clientId: "c", tenantId: "t", authority: "a", apiScope: "s" } }),
      ...more,
    ],
  });
  return { app, routes, audited, refused };
}
