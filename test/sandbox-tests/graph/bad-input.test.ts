import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GRAPH_URL, Tenant, TENANT } from "./tenant.ts";

const [ADA, BEN] = ["ada@northwind.example", "ben@northwind.example"];

/** What a request gets, as the documentation of errors has it: status, code, and words that must be in the message. */
interface Row {
  readonly title: string;
  readonly method?: string;
  /** `{message}`, `{contact}`: ids of Ada's; `{bens}`: the id of a message of Ben's. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answers: readonly [status: number, code: string, words?: string];
}

const JSON_TYPE = { "content-type": "application/json" };

const rows: readonly Row[] = [
  // Bodies
  {
    title: "malformed JSON",
    method: "POST",
    path: "contacts",
    body: '{"givenName":',
    headers: JSON_TYPE,
    answers: [400, "BadRequest", "valid JSON"],
  },
  { title: "JSON that is no object", method: "POST", path: "contacts", body: "[1]", headers: JSON_TYPE, answers: [400, "RequestBodyRead"] },
  {
    title: "another media type",
    method: "POST",
    path: "contacts",
    body: "<a/>",
    headers: { "content-type": "application/xml" },
    answers: [415, "RequestBodyRead", "application/xml"],
  },
  {
    title: "an unknown property",
    method: "POST",
    path: "contacts",
    body: { nonsense: 1 },
    answers: [400, "RequestBodyRead", "'nonsense' does not exist"],
  },
  {
    title: "an unknown property inside another",
    method: "POST",
    path: "contacts",
    body: { homeAddress: { planet: "Mars" } },
    answers: [400, "RequestBodyRead", "planet"],
  },
  {
    title: "a number where text belongs",
    method: "POST",
    path: "contacts",
    body: { givenName: 5 },
    answers: [400, "RequestBodyRead", "givenName"],
  },
  {
    title: "text where a boolean belongs",
    method: "PATCH",
    path: "messages/{message}",
    body: { isRead: "true" },
    answers: [400, "RequestBodyRead", "isRead"],
  },
  { title: "one where several belong", method: "POST", path: "messages", body: { toRecipients: {} }, answers: [400, "RequestBodyRead"] },
  {
    title: "null within a collection",
    method: "POST",
    path: "contacts",
    body: { businessPhones: [null] },
    answers: [400, "RequestBodyRead", "null"],
  },
  {
    title: "an unknown member of an enumeration",
    method: "POST",
    path: "messages",
    body: { importance: "urgent" },
    answers: [400, "RequestBodyRead", "urgent"],
  },
  {
    title: "a date that is none",
    method: "POST",
    path: "contacts",
    body: { birthday: "yesterday" },
    answers: [400, "RequestBodyRead", "birthday"],
  },
  {
    title: "an extended property without a proper id",
    method: "POST",
    path: "messages",
    body: { singleValueExtendedProperties: [{ id: "x", value: "y" }] },
    answers: [400, "ErrorInvalidProperty"],
  },
  {
    title: "a body over 4 MB",
    method: "POST",
    path: "messages",
    body: { subject: "a".repeat(5_000_000) },
    answers: [413, "RequestEntityTooLarge"],
  },
  {
    title: "MIME that is no base64",
    method: "POST",
    path: "messages",
    body: "%%%%",
    headers: { "content-type": "text/plain" },
    answers: [400, "ErrorMimeContentInvalidBase64String"],
  },
  {
    title: "no destination",
    method: "POST",
    path: "messages/{message}/move",
    body: {},
    answers: [400, "ErrorInvalidRequest", "destinationId"],
  },
  {
    title: "a folder name twice",
    method: "POST",
    path: "mailFolders",
    body: { displayName: "Archive" },
    answers: [409, "ErrorFolderExists"],
  },
  // Ids
  { title: "an id that is none", path: "messages/nonsense", answers: [400, "ErrorInvalidIdMalformed"] },
  { title: "an id of another mailbox", path: "messages/{bens}", answers: [404, "ErrorItemNotFound"] },
  { title: "an id of another kind", path: "messages/{contact}", answers: [404, "ErrorItemNotFound"] },
  { title: "an id in other letter case", path: "messages/{lowered}", answers: [400, "ErrorInvalidIdMalformed"] },
  { title: "a folder of another kind", path: "contactFolders/{inbox}/contacts", answers: [404, "ErrorItemNotFound"] },
  {
    title: "moving into another mailbox's folder",
    method: "POST",
    path: "messages/{message}/move",
    body: { destinationId: "{bensInbox}" },
    answers: [404, "ErrorItemNotFound"],
  },
  { title: "a user who is not there", path: "/v1.0/users/nobody@northwind.example/messages", answers: [404, "ErrorInvalidUser"] },
  // Queries
  { title: "a filter with a syntax error", path: "messages?$filter=subject eq", answers: [400, "BadRequest", "Syntax error"] },
  { title: "a filter on an unknown property", path: "messages?$filter=nonsense eq 1", answers: [400, "BadRequest", "nonsense"] },
  {
    title: "a filter over a collection that has none",
    path: "messages?$filter=toRecipients/any(r:r/emailAddress/address eq 'a')",
    answers: [400, "ErrorInvalidUrlQueryFilter", "invalid nodes"],
  },
  { title: "a selection of an unknown property", path: "messages?$select=nonsense", answers: [400, "BadRequest", "nonsense"] },
  { title: "an expansion of an unknown property", path: "messages?$expand=nonsense", answers: [400, "BadRequest", "nonsense"] },
  { title: "an order by an unknown property", path: "messages?$orderby=nonsense", answers: [400, "BadRequest", "nonsense"] },
  {
    title: "an order that the filter does not begin with",
    path: "messages?$filter=isRead eq true&$orderby=receivedDateTime",
    answers: [400, "InefficientFilter"],
  },
  { title: "an unknown option", path: "messages?$nonsense=1", answers: [400, "BadRequest", "nonsense"] },
  { title: "a page of none", path: "messages?$top=0", answers: [400, "BadRequest", "$top"] },
  { title: "a page too large", path: "messages?$top=1001", answers: [400, "BadRequest", "1000"] },
  { title: "a negative offset", path: "messages?$skip=-1", answers: [400, "BadRequest", "$skip"] },
  {
    title: "a delta token that is none",
    path: "mailFolders/inbox/messages/delta?$deltatoken=nonsense",
    answers: [400, "SyncStateInvalid"],
  },
  { title: "a search of contacts", path: 'contacts?$search="a"', answers: [400, "BadRequest", "$search"] },
  // Methods and paths
  {
    title: "a method that the path does not have",
    method: "PUT",
    path: "messages/{message}",
    body: {},
    answers: [405, "Request_BadRequest"],
  },
  { title: "what this stand-in does not cover", path: "onenote/notebooks", answers: [501, "NotCovered", "onenote"] },
  {
    title: "an old version",
    method: "PATCH",
    path: "messages/{message}",
    body: { isRead: true },
    headers: { "if-match": 'W/"old"' },
    answers: [412, "ErrorIrresolvableConflict"],
  },
];

describe("bad input", () => {
  let tenant: Tenant;
  let named: Readonly<Record<string, string>>;
  beforeEach(() => {
    tenant = new Tenant();
    const { seed } = tenant.graph;
    const message = seed.id(seed.message(ADA, "inbox", { subject: "a" }));
    named = {
      message,
      lowered: message.toLowerCase(),
      contact: seed.id(seed.contact(ADA, "contacts", { givenName: "a" })),
      bens: seed.id(seed.message(BEN, "inbox", { subject: "b" })),
      inbox: seed.folder(ADA, "inbox").id,
      bensInbox: seed.folder(BEN, "inbox").id,
    };
  });
  afterEach(() => tenant.close());

  const filled = (text: string): string => text.replaceAll(/\{(?<name>\w+)\}/gu, (whole, name: string) => named[name] ?? whole);

  it.each(rows)("$title", async ({ method = "GET", path, body, headers = {}, answers: [status, code, words = ""] }) => {
    const before = JSON.stringify(tenant.graph.seed.items(ADA, "inbox"));
    const sent = typeof body === "object" ? (JSON.parse(filled(JSON.stringify(body))) as unknown) : body;
    const reply = await tenant.ask(method, filled(path), { headers, ...(sent === undefined ? {} : { body: sent }) });
    expect({ status: reply.status, body: reply.body }).toMatchObject({
      status,
      body: { error: { code, message: expect.stringContaining(words), innerError: { "request-id": reply.headers["request-id"] } } },
    });
    expect(JSON.stringify(tenant.graph.seed.items(ADA, "inbox"))).toBe(before);
  });

  describe("tokens", () => {
    const claims = (): Record<string, unknown> => ({
      aud: GRAPH_URL,
      iss: `http://127.0.0.1:4102/${TENANT}/v2.0`,
      tid: TENANT,
      azp: "x",
      roles: ["Mail.ReadWrite"],
      exp: 4_000_000_000,
    });
    const unsigned = (more: Readonly<Record<string, unknown>>): string =>
      [
        { alg: "none", typ: "JWT" },
        { ...claims(), ...more },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");

    it.each([
      ["no token", () => ""],
      ["a token that is none", () => "nonsense"],
      ["one without a signature", () => `${unsigned({})}.`],
      [
        "one with another's signature",
        () => `${tenant.appToken.split(".").slice(0, 2).join(".")}.${Buffer.alloc(256).toString("base64url")}`,
      ],
      [
        "one whose claims were changed",
        () => {
          const [head, , signature] = tenant.appToken.split(".");
          return `${head ?? ""}.${unsigned({}).split(".")[1] ?? ""}.${signature ?? ""}`;
        },
      ],
    ])("%s is answered 401 with InvalidAuthenticationToken and a challenge", async (_title, token) => {
      const reply = await tenant.ask("GET", "messages", { token: token() });
      expect({ status: reply.status, body: reply.body, challenge: reply.headers["www-authenticate"] }).toMatchObject({
        status: 401,
        body: { error: { code: "InvalidAuthenticationToken" } },
        challenge: expect.stringContaining("Bearer"),
      });
    });
  });
});
