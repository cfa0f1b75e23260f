import { describe, expect, it } from "vitest";
import { forLog, Refused, VendorFailed } from "../../sync-service/errors.ts";
import { errorOf as graphError } from "../../sync-service/graph/reply-errors.ts";
import { errorOf as salesforceError } from "../../sync-service/salesforce/reply-errors.ts";
import { failureOf } from "../../sync-service/cycle/run-cycle.ts";

const CANARY = "kanarie@outside.example";

describe("SEC24: what is logged of an error", () => {
  it.each<readonly [string, unknown]>([
    ["of a parser, which quotes what it choked on", thrownBy(() => JSON.parse(`${CANARY} is no JSON`))],
    [
      "of the database, which quotes the value",
      Object.assign(new Error(`invalid input syntax for type uuid: "${CANARY}"`), {
        severity: "ERROR",
        code: "22P02",
        detail: CANARY,
        parameters: [CANARY],
      }),
    ],
    ["with such a cause", new VendorFailed("The reply broke off.", { cause: thrownBy(() => JSON.parse(CANARY)) })],
    [
      "with a message of several lines",
      Object.assign(thrownBy(() => JSON.parse(`\n    at ${CANARY}\n!`)) as Error, { name: "SyntaxError" }),
    ],
    [
      "of Graph, which quotes the item",
      graphError({
        method: "PATCH",
        path: "/x",
        status: 400,
        retryAfter: null,
        body: { error: { code: "ErrorInvalid", message: `${CANARY} is not valid` } },
      }),
    ],
    [
      "of Salesforce, which quotes the query",
      salesforceError("GET", 400, [{ errorCode: "MALFORMED_QUERY", message: `WHERE Email = '${CANARY}'` }]),
    ],
    ["of a vendor whose code is no code", salesforceError("GET", 500, [{ errorCode: `${CANARY} failed`, message: "x" }])],
  ])("%s, names neither value nor text", (_what, error) => {
    expect(JSON.stringify(forLog(error))).not.toContain("outside.example");
  });

  it("still says what it was and where", () => {
    expect(forLog(new VendorFailed("The reply broke off.", { cause: new TypeError("fetch failed") }))).toMatchObject({
      code: "VENDOR_FAILED",
      message: "The reply broke off.",
      cause: { message: "fetch failed" },
    });
    expect(forLog(Object.assign(new Error("x"), { severity: "ERROR", code: "22P02" }))).toMatchObject({
      code: "22P02",
      stack: expect.stringContaining("    at "),
    });
    expect(forLog("a word")).toEqual({ name: "string" });
  });
});

describe("A7: what is told of a whole mailbox", () => {
  it("a vendor's words about one item stay with the item", () => {
    const error = salesforceError("GET", 400, [{ errorCode: "MALFORMED_QUERY", message: `WHERE Email = '${CANARY}'` }]);
    expect(error).toBeInstanceOf(Refused);
    expect(error.problem.message).toContain(CANARY);
    const { problem } = failureOf("contacts", error, new Date());
    expect(problem).toMatchObject({ code: "SALESFORCE_MALFORMED_QUERY" });
    expect(JSON.stringify(problem)).not.toContain("outside.example");
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
