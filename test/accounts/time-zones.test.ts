import { describe, expect, it } from "vitest";
import type { Mailbox } from "../../sync-service/accounts/mailbox.ts";
import { keepTimeZones } from "../../sync-service/accounts/time-zones.ts";

const mailbox = (id: string, more: Partial<Mailbox> = {}): Mailbox => ({
  ...{ id, connectionId: "c", entraUserId: `e-${id}`, email: `${id}@example.com`, displayName: id },
  ...{ salesforceUserId: `s-${id}`, salesforceUsername: `${id}@org`, salesforceEmail: `${id}@example.com` },
  ...{
    sync: "on",
    state: "healthy",
    problem: null,
    timeZone: "Europe/Berlin",
    activatedAt: new Date(),
    firstSyncDoneAt: null,
    stopped: null,
  },
  ...more,
});

async function kept(mailboxes: readonly Mailbox[], zones: Readonly<Record<string, string | null | Error>>) {
  const [set, failures]: [string[], string[]] = [[], []];
  await keepTimeZones({
    setup: {
      async timeZone(user) {
        const zone = zones[user];
        if (zone instanceof Error) throw zone;
        return zone ?? null;
      },
    },
    store: { all: async () => mailboxes, setTimeZone: async (id, zone) => void set.push(`${id} ${zone}`) },
    failed: (what) => failures.push(what),
  });
  return { set, failures };
}

describe("E2: the time zones of mailboxes", () => {
  it("one that moved is noticed; one that did not, and what Exchange cannot name, change nothing", async () => {
    const zones = { "e-a": "Pacific/Auckland", "e-b": "Europe/Berlin", "e-c": null };
    expect(await kept([mailbox("a"), mailbox("b"), mailbox("c")], zones)).toEqual({ set: ["a Pacific/Auckland"], failures: [] });
  });

  it("who is not synced is not asked about, and one that fails holds up none of the others", async () => {
    const zones = { "e-a": new Error("no answer"), "e-b": "Asia/Kolkata", "e-off": "Asia/Kolkata", "e-new": "Asia/Kolkata" };
    const mailboxes = [mailbox("a"), mailbox("off", { sync: "off" }), mailbox("new", { activatedAt: null }), mailbox("b")];
    expect(await kept(mailboxes, zones)).toEqual({ set: ["b Asia/Kolkata"], failures: ["the time zone of mailbox a"] });
  });
});
