import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";

describe("$search on messages", () => {
  let tenant: Tenant;
  beforeAll(() => {
    tenant = new Tenant();
    const person = (name: string, address: string): unknown => ({ emailAddress: { name, address } });
    const place = (subject: string, day: string, more: Readonly<Record<string, unknown>> = {}): void => {
      tenant.graph.seed.message(ADA, "inbox", { subject, sentDateTime: `${day}T08:00:00Z`, receivedDateTime: `${day}T08:00:00Z`, ...more });
    };
    place("Quarterly budget", "2026-10-01", { from: person("Carla", "carla@customer.example"), hasAttachments: true });
    place("Lunch", "2026-10-02", { body: { contentType: "html", content: "<p>The <b>budget</b> allows pizza</p>" }, importance: "high" });
    place("Budgeting course", "2026-10-03", { toRecipients: [person("Dora", "dora@customer.example")] });
    place("Holidays", "2026-10-04", { from: person("Dora", "dora@customer.example") });
  });
  afterAll(() => tenant.close());

  const search = (text: string, more = "") => tenant.ask("GET", `messages?$search=${encodeURIComponent(text)}&$select=subject${more}`);

  it.each([
    ["a word in subject or text, newest first", '"budget"', ["Lunch", "Quarterly budget"]],
    ["without quotation marks, one word", "budget", ["Lunch", "Quarterly budget"]],
    ["the beginning of a word", '"budget*"', ["Budgeting course", "Lunch", "Quarterly budget"]],
    ["words side by side: all of them", '"pizza budget"', ["Lunch"]],
    ["a phrase", '"\\"quarterly budget\\""', ["Quarterly budget"]],
    ["a property", '"subject:budget"', ["Quarterly budget"]],
    ["a sender by name or address", '"from:dora@customer.example OR from:carla"', ["Holidays", "Quarterly budget"]],
    ["everybody on it", '"participants:dora"', ["Holidays", "Budgeting course"]],
    ["attachments", '"hasAttachments:true"', ["Quarterly budget"]],
    ["importance", '"importance:high"', ["Lunch"]],
    ["days", '"received>=2026-10-03"', ["Holidays", "Budgeting course"]],
    ["days as Americans write them", '"sent:10/02/2026"', ["Lunch"]],
    ["all but some", '"NOT (from:dora OR budget)"', ["Budgeting course"]],
  ])("finds %s", async (_title, text, subjects) => {
    const reply = await search(text);
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
    assertConforms("/users/{user-id}/messages", "GET", 200, reply.body);
    expect((reply.body["value"] as readonly Record<string, unknown>[]).map((one) => one["subject"])).toEqual(subjects);
  });

  it.each([
    ["a filter beside it", '"budget"', "&$filter=isRead eq false", "SearchWithFilter"],
    ["an order beside it", '"budget"', "&$orderby=receivedDateTime desc", "SearchWithOrderBy"],
    ["a property without quotation marks", "subject:budget", "", "BadRequest"],
    ["an unknown property", '"nonsense:budget"', "", "BadRequest"],
    ["a parenthesis left open", '"(budget"', "", "BadRequest"],
    ["a dangling AND", '"budget AND"', "", "BadRequest"],
    ["nothing", '""', "", "BadRequest"],
  ])("refuses %s", async (_title, text, more, code) => {
    const reply = await search(text, more);
    expect({ status: reply.status, body: reply.body }).toMatchObject({ status: 400, body: { error: { code } } });
  });

  it("pages, and is refused on contacts", async () => {
    const first = await search('"budget*"', "&$top=2");
    expect(first.body["value"]).toHaveLength(2);
    const next = await tenant.ask("GET", String(first.body["@odata.nextLink"]));
    expect(next.body["value"]).toMatchObject([{ subject: "Quarterly budget" }]);
    expect((await tenant.ask("GET", 'contacts?$search="a"')).status).toBe(400);
  });
});
