import { describe, expect, it } from "vitest";
import type { SeenReply } from "../../sandbox/base/seen-replies.ts";
import { answersIn, verdictOn } from "./check-graph-reply.ts";
import { hasSchemas } from "./published-schemas.ts";

// Replies, not verdicts: the tables are read also where the schemas are not at hand and the tests are skipped.
const json = (method: string, path: string, status: number, body: unknown) => ({ method, path, status, isJson: true, body });
const empty = (method: string, path: string, status: number) => ({ method, path, status, isJson: false, body: undefined });
const contact = "/users/a%3D/contacts/b%3D";

describe.skipIf(!hasSchemas)("what is said of a reply of the Graph stand-in", () => {
  it.each([
    ["a property that is not published", json("GET", contact, 200, { id: "b", surName: "Hopper" })],
    ["a value of another type", json("GET", contact, 200, { id: "b", categories: "Salesforce" })],
    ["null where none may be", json("GET", contact, 200, { id: null })],
    ["an enum in another letter case", json("GET", "/users/a/messages/b", 200, { id: "b", importance: "High" })],
    ["a status that is not published", json("POST", "/users/a/contacts", 200, { id: "b" })],
    ["a body where there is none", json("DELETE", contact, 204, { id: "b" })],
    ["none where there is one", empty("GET", contact, 200)],
    ["bytes where there is JSON", { ...empty("GET", contact, 200), body: "x" }],
    ["JSON where there are bytes", json("GET", "/users/a/messages/b/$value", 200, { id: "b" })],
    ["a list without its value", json("GET", "/users/a/contacts", 200, { id: "b" })],
    [
      "a delta page with both links",
      json("GET", "/users/a/contactFolders/b/contacts/delta", 200, {
        value: [],
        "@odata.nextLink": "https://x",
        "@odata.deltaLink": "https://x",
      }),
    ],
    ["a delta page with neither link", json("GET", "/users/a/contactFolders/b/contacts/delta", 200, { value: [] })],
    ["an error without a code", json("GET", contact, 404, { error: { message: "gone" } })],
    ["an error with more than is published", json("GET", contact, 404, { error: { code: "x", message: "gone", why: "moved" } })],
    ["an error as text", { ...empty("GET", contact, 500), body: "oops" }],
  ])("%s is wrong", (_what, reply) => expect(verdictOn(reply).is).toBe("wrong"));

  it.each([
    ["a whole item", json("GET", contact, 200, { "@odata.etag": 'W/"1"', id: "b", surname: "Hopper", birthday: null })],
    ["some of it", json("GET", "/me/contacts", 200, { value: [{ id: "b" }], "@odata.nextLink": "https://x" })],
    ["the same item by a longer way", json("GET", "/users/a/mailFolders/inbox/messages/b", 200, { id: "b", subject: "Numbers" })],
    [
      "a removal",
      json("GET", "/users('a')/contactFolders('b')/contacts/delta()", 200, {
        value: [{ id: "c", "@removed": { reason: "deleted" } }],
        "@odata.deltaLink": "https://x",
      }),
    ],
    ["nothing, where nothing is to come", empty("DELETE", contact, 204)],
    ["an error", json("GET", "/nowhere", 501, { error: { code: "NotCovered", message: "no", innerError: { "request-id": "1" } } })],
  ])("%s is as published", (_what, reply) => expect(verdictOn(reply)).toEqual({ is: "published" }));

  it("a path beyond the schemas is held to one of our own", () => {
    const path = "/users/a/mailboxSettings/userPurpose";
    expect(verdictOn(json("GET", path, 200, { value: "shared" }))).toEqual({ is: "own" });
    expect(verdictOn(json("GET", path, 200, { value: "shared", id: "b" })).is).toBe("wrong");
  });

  it("a path of which nothing is known is counted by its name, without its ids", () => {
    expect(verdictOn(json("GET", "/users/AAMk0123/planner", 200, {}))).toEqual({
      is: "uncovered",
      reason: "for want of a schema of GET /users/{id}/planner",
    });
  });

  it("each answer inside a batch is looked at as if it had come by itself", () => {
    const requests = [
      { id: "1", method: "GET", url: "/users/a/contacts/b?$select=id" },
      { id: "2", method: "delete", url: "users/a/contacts/b" },
    ];
    const responses = [
      { id: "2", status: 204, headers: {} },
      { id: "1", status: 200, headers: {}, body: { id: "b", surName: "Hopper" } },
    ];
    const reply: SeenReply = {
      on: "graph",
      method: "POST",
      url: "/v1.0/$batch",
      status: 200,
      contentType: "application/json",
      requestBody: Buffer.from(JSON.stringify({ requests })),
      body: JSON.stringify({ responses }),
    };
    expect(answersIn(reply).map((answer) => verdictOn(answer).is)).toEqual(["published", "published", "wrong"]);
    expect(answersIn({ ...reply, url: "/_sandbox/faults" })).toEqual([]);
    expect(answersIn({ ...reply, on: "salesforce" })).toEqual([]);
  });
});
