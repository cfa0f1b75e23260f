import { afterEach, describe, expect, it, vi } from "vitest";
import { administrationService } from "../../addin/service/administration-service.ts";
import { asksAs, problemFrom } from "../../addin/service/http.ts";
import { paneService } from "../../addin/service/pane-service.ts";
import { mail } from "./fake-outlook.ts";

afterEach(() => vi.unstubAllGlobals());

function answering(reply: () => Response | Promise<Response>) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => reply());
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const ask = asksAs(async () => "token");

describe("what is asked of the service", () => {
  it("P8: names a mail by both its ids, whatever stands in them", async () => {
    const fetched = answering(() => Response.json({}));
    await paneService(ask).status(mail(1, { restId: "AA/1=", internetMessageId: "<a+b&c@x.example>" }));
    expect(fetched.mock.calls[0]?.[0]).toBe("/api/emails/AA%2F1%3D/status?internetMessageId=%3Ca%2Bb%26c%40x.example%3E");
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: "GET", cache: "no-store", headers: { authorization: "Bearer token" } });
  });

  it("sends a choice as JSON", async () => {
    const fetched = answering(() => Response.json({}, { status: 201 }));
    await paneService(ask).file(mail(1, { internetMessageId: null }), { anyway: true });
    expect(fetched.mock.calls[0]).toMatchObject([
      "/api/emails/rest-1/filing",
      { method: "POST", body: '{"anyway":true}', headers: { "content-type": "application/json" } },
    ]);
  });

  it("P5: invites into the open event, with those who were named and how many are mailed", async () => {
    const fetched = answering(() => Response.json({}));
    const meeting = { restId: "AA/1=", subject: "Demo" };
    await paneService(ask).guests(meeting);
    await paneService(ask).invite(meeting, { emails: ["ada@trey.example"], mails: 1 });
    expect(fetched.mock.calls).toMatchObject([
      ["/api/events/AA%2F1%3D/people", { method: "GET" }],
      ["/api/events/AA%2F1%3D/invitations", { method: "POST", body: '{"emails":["ada@trey.example"],"mails":1}' }],
    ]);
  });

  it("leaves out of a journal search what was not filled in", async () => {
    const fetched = answering(() => Response.json({ items: [], next: null }));
    await administrationService(ask).journal({ user: "ben@example.com", record: " ", item: "", outcome: "", rule: "" }, null);
    expect(fetched.mock.calls[0]?.[0]).toBe("/api/admin/journal?user=ben%40example.com");
  });
});

describe("what went wrong", () => {
  const failing = async (reply: () => Response | Promise<Response>) => {
    answering(reply);
    return paneService(ask)
      .me()
      .then(() => null, problemFrom);
  };

  it("is told in the service's own words where it has some", async () => {
    const problem = { code: "THROTTLED", message: "Salesforce asks us to wait.", remedy: "Try again in a minute." };
    expect(await failing(() => Response.json(problem, { status: 503 }))).toEqual(problem);
  });

  it("is told in ours where a proxy answered", async () => {
    expect(await failing(() => new Response("<html>Bad gateway</html>", { status: 502 }))).toMatchObject({ code: "HTTP_502" });
  });

  it("is told apart: offline, and a service that does not answer", async () => {
    const cut = () => Promise.reject(new TypeError("fetch failed"));
    expect(await failing(cut)).toMatchObject({ code: "UNREACHABLE" });
    vi.stubGlobal("navigator", { onLine: false });
    expect(await failing(cut)).toMatchObject({ code: "OFFLINE" });
  });

  it("is a sign-in that failed, before anything is sent", async () => {
    const fetched = answering(() => Response.json({}));
    const refusing = asksAs(() => Promise.reject(new Error("Microsoft did not sign you in: consent.")));
    expect(
      await paneService(refusing)
        .me()
        .then(() => null, problemFrom),
    ).toMatchObject({ code: "SIGN_IN", message: "Microsoft did not sign you in: consent." });
    expect(fetched).not.toHaveBeenCalled();
  });
});
