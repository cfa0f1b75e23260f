import Fastify, { type FastifyInstance } from "fastify";
import formbody from "@fastify/formbody";
import type { Fault, FaultBoard, FaultKind, StandInName } from "./base/faults.ts";

/** What `/sandbox.json` says (O1): everything a person or a test needs to work with the sandbox. */
export interface SandboxFacts {
  readonly serviceUrl: string;
  readonly graphUrl: string;
  readonly entraUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly salesforceUrl: string;
  readonly salesforceClientId: string;
  readonly salesforcePrivateKey: string;
  readonly salesforceAccessTokens: Readonly<Record<string, string>>;
  readonly adminToken: string;
  readonly adminUrl: string;
  readonly outlookUrl: string;
  readonly lightningUrl: string;
  readonly users: readonly { readonly email: string; readonly salesforceUsername: string; readonly admin: boolean }[];
}

export interface HomeParts {
  /** Asked at each request: tokens are fresh each time. */
  facts(): SandboxFacts;
  readonly faults: FaultBoard;
}

const KINDS: readonly FaultKind[] = [
  "latency",
  "lost-before",
  "lost-after",
  "throttled",
  "unavailable",
  "unavailable-after",
  "expired-session",
  "notification-lost",
  "notification-doubled",
  "notification-late",
];
const PLACES: readonly StandInName[] = ["graph", "entra", "salesforce"];

/** The sandbox's first page: its addresses, and the board on which faults are planted. Listens to nothing by itself. */
export async function createHome({ facts, faults }: HomeParts): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(formbody);
  app.addHook("preHandler", async (request, reply) => {
    // Another site's page in the same browser may not plant faults here.
    const { origin } = request.headers;
    if (request.method !== "GET" && origin !== undefined && new URL(origin).host !== request.headers.host)
      return reply.code(403).send("Only from this page.");
    return;
  });
  app.get("/sandbox.json", async () => facts());
  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(startPage(facts())));
  app.get("/faults", async (_request, reply) => reply.type("text/html; charset=utf-8").send(faultPage(faults)));
  app.post<{ Body: Readonly<Record<string, string>> }>("/faults", async (request, reply) => {
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
  return app;
}

function faultOf(form: Readonly<Record<string, string>>): Fault | null {
  const kind = KINDS.find((one) => one === form["kind"]);
  if (kind === undefined) return null;
  const number = (name: string): number | undefined => (form[name] ? Number(form[name]) : undefined);
  const path = form["path"] || undefined;
  try {
    if (path !== undefined) new RegExp(path, "u");
  } catch {
    return null;
  }
  const [on, probability, times, ms] = [PLACES.find((one) => one === form["on"]), number("probability"), number("times"), number("ms")];
  return {
    kind,
    ...(on === undefined ? {} : { on }),
    ...(form["method"] ? { method: form["method"] } : {}),
    ...(path === undefined ? {} : { path }),
    ...(probability === undefined ? {} : { probability }),
    ...(times === undefined ? {} : { times }),
    ...(ms === undefined ? {} : { ms }),
  };
}

function startPage(facts: SandboxFacts): string {
  const places: readonly (readonly [string, string, string])[] = [
    ["Outlook", facts.outlookUrl, "mail, contacts, and the task pane beside the mail"],
    ["Salesforce", facts.lightningUrl, "the records, with their activities and files"],
    ["Administration", facts.adminUrl, "users, their sync, and the journal"],
    ["Documentation of the service's API", `${facts.serviceUrl}/docs`, ""],
    ["Faults", "/faults", "make Microsoft or Salesforce fail, and see what Tandem does"],
    ["Everything for programs", "/sandbox.json", ""],
  ];
  const rows = places.map(([name, url, what]) => `<li><a href="${escaped(url)}">${escaped(name)}</a> ${escaped(what)}</li>`).join("");
  const people = facts.users.map(({ email, admin }) => `<li>${escaped(email)}${admin ? " (administrator)" : ""}</li>`).join("");
  return page("Tandem's sandbox", `<ul>${rows}</ul><h2>Sample users</h2><ul>${people}</ul>`);
}

function faultPage(faults: FaultBoard): string {
  const rows = faults
    .list()
    .map(({ id, fault, hits }) => {
      const words = [
        fault.method,
        fault.path,
        fault.probability === undefined ? "always" : `chance ${fault.probability}`,
        fault.ms === undefined ? "" : `${fault.ms} ms`,
      ];
      const lift = `<form method="post" action="/faults/${id}/lift"><button>Lift</button></form>`;
      return `<tr><td>${fault.kind}<td>${fault.on ?? "everywhere"}<td>${escaped(words.filter(Boolean).join(", "))}<td>${hits}${fault.times === undefined ? "" : ` of ${fault.times}`}<td>${lift}</tr>`;
    })
    .join("");
  const options = (list: readonly string[]): string => list.map((one) => `<option>${one}</option>`).join("");
  return page(
    "Faults",
    `<table><tr><th>Kind<th>Where<th>When<th>Struck<th></tr>${rows || "<tr><td colspan=5>None is planted: everything works.</tr>"}</table>
    <form method="post" action="/faults/clear"><button>Lift all</button></form>
    <h2>Plant one</h2>
    <form method="post" action="/faults">
      <label>Kind <select name="kind">${options(KINDS)}</select></label>
      <label>Where <select name="on"><option value="">everywhere</option>${options(PLACES)}</select></label>
      <label>Method <input name="method" size="6" placeholder="any"></label>
      <label>Path (a regular expression) <input name="path" placeholder="any"></label>
      <label>Chance <input name="probability" type="number" min="0" max="1" step="0.01" placeholder="always"></label>
      <label>At most so many times <input name="times" type="number" min="1" placeholder="no end"></label>
      <label>Milliseconds <input name="ms" type="number" min="0" value="1000"></label>
      <button>Plant</button>
    </form><p><a href="/">Back</a></p>`,
  );
}

function page(title: string, body: string): string {
  const style =
    "body{font:16px system-ui;margin:2rem auto;max-width:50rem;padding:0 1rem}label{display:block;margin:.5rem 0}td,th{padding:.25rem .75rem;text-align:left}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width"><style>${style}</style><h1>${title}</h1>${body}</html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
