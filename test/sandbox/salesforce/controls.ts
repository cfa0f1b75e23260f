import type { FastifyInstance } from "fastify";
import { MovableClock } from "../base/clock.ts";
import type { Fault } from "../base/faults.ts";
import type { StandInParts } from "../base/stand-in.ts";
import { isJson, parsed } from "./api/request.ts";
import type { Setting } from "./metadata/settings.ts";
import { DEVELOPER_EDITION, type OrgSwitches } from "./options.ts";
import type { Permissions } from "./org.ts";
import type { Salesforce } from "./salesforce.ts";

/** Handles for people and tests under `/_sandbox`, which the service never uses and Salesforce does not have. */
export function addControls(app: FastifyInstance, salesforce: Salesforce, parts: StandInParts): void {
  const { org } = salesforce;
  app.get("/_sandbox/switches", async () => org.switches);
  app.post("/_sandbox/switches", async (request) => {
    salesforce.set(knownSwitches(bodyOf(request.body)));
    return org.switches;
  });
  app.post("/_sandbox/expire-sessions", async (request) => {
    const { username } = bodyOf(request.body);
    return { ended: salesforce.expireSessions(typeof username === "string" ? username : undefined) };
  });
  app.post("/_sandbox/sign-in", async (request) => ({ accessToken: salesforce.signIn(String(bodyOf(request.body)["username"])) }));
  app.post("/_sandbox/permissions", async (request) => {
    const { username, ...changes } = bodyOf(request.body);
    const [user] = org.store.having("User", "Username", String(username));
    if (user) org.allow(user.id, changes as Partial<Permissions>);
    return user ? org.permissionsOf(user.id) : {};
  });
  app.post("/_sandbox/seed", async (request) => {
    const { object, values } = bodyOf(request.body);
    return { id: salesforce.seed.make(String(object), isJson(values) ? values : {}) };
  });
  app.post("/_sandbox/convert-lead", async (request) => salesforce.seed.convertLead(String(bodyOf(request.body)["id"])));
  app.post("/_sandbox/merge-contacts", async (request) => {
    const { winner, loser } = bodyOf(request.body);
    salesforce.seed.merge("Contact", String(winner), String(loser));
    return { winner };
  });
  app.post("/_sandbox/undelete", async (request) => {
    const { object, id } = bodyOf(request.body);
    salesforce.seed.undelete(String(object), String(id));
    return { id };
  });
  app.post("/_sandbox/install-package", async (request) => {
    const { name, namespace } = bodyOf(request.body);
    return { id: salesforce.packages.install({ name: String(name), namespace: String(namespace) }) };
  });
  app.post("/_sandbox/settings", async (request) => {
    const { name, ...changes } = bodyOf(request.body);
    salesforce.settings.set(String(name), changes as Setting);
    return salesforce.settings.read(String(name)) ?? {};
  });
  app.post("/_sandbox/forget-stream-clients", async () => {
    salesforce.streamClients.forget();
    return { listening: salesforce.streamClients.count };
  });
  app.post("/_sandbox/change-gap", async (request) => {
    const { object, ids } = bodyOf(request.body);
    salesforce.changes.gap(String(object), Array.isArray(ids) ? ids.map(String) : [], Array.isArray(ids) ? "GAP_UPDATE" : "GAP_OVERFLOW");
    return { object };
  });
  app.post("/_sandbox/clock", async (request) => {
    if (parts.clock instanceof MovableClock) parts.clock.move(Number(bodyOf(request.body)["byMs"] ?? 0));
    return { now: parts.clock.now().toISOString() };
  });
  app.get("/_sandbox/faults", async () => parts.faults.list());
  app.post("/_sandbox/faults", async (request) => ({ id: parts.faults.plant({ on: "salesforce", ...bodyOf(request.body) } as Fault) }));
  app.delete("/_sandbox/faults", async () => {
    parts.faults.clear();
    return parts.faults.list();
  });
  app.post("/_sandbox/reset-usage", async () => {
    org.resetUsage();
    return { today: org.requestsToday() };
  });
  app.get("/_sandbox/counters", async () => ({
    requests: parts.log.count,
    requestsToday: org.requestsToday(),
    records: Object.fromEntries(org.schema.objects.map((object) => [object.name, org.store.count(object.name)])),
  }));
}

function bodyOf(body: unknown): Record<string, unknown> {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const value = parsed(body.toString("utf8"));
  return isJson(value) ? value : {};
}

function knownSwitches(given: Record<string, unknown>): Partial<OrgSwitches> {
  const names = Object.keys(DEVELOPER_EDITION);
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}
