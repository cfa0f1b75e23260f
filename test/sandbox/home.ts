import Fastify, { type FastifyInstance } from "fastify";
import formbody from "@fastify/formbody";
import { addFaultBoard, type FaultBoardParts } from "./fault-board/fault-board.ts";
import { escaped, page } from "./html.ts";

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

export interface HomeParts extends FaultBoardParts {
  /** Asked at each request: tokens are fresh each time. */
  facts(): SandboxFacts;
}

/** The sandbox's first page: its addresses, and the board on which faults are planted. Listens to nothing by itself. */
export async function createHome({ facts, ...board }: HomeParts): Promise<FastifyInstance> {
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
  addFaultBoard(app, board);
  return app;
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
