import { describe, expect, it } from "vitest";
import type { Folder, Mailbox } from "../../sync-service/accounts/mailbox.ts";
import { hindrancesOf } from "../../sync-service/hindrances.ts";
import { completePreset } from "../../sync-service/store/presets.ts";

const mailbox: Mailbox = {
  ...{ id: "m", connectionId: "c", entraUserId: "e", email: "ada@example.com", displayName: "Ada" },
  ...{ salesforceUserId: "s", salesforceUsername: "ada@org", salesforceEmail: "ada@example.com" },
  ...{ sync: "on", state: "healthy", problem: null, timeZone: null, activatedAt: new Date(), firstSyncDoneAt: null, stopped: null },
};
const folder = (role: Folder["role"], missingSince: Date | null = null): Folder => ({ role, id: role, name: `the ${role}`, missingSince });
const preset = completePreset({});
const inactive = { code: "SALESFORCE_USER_INACTIVE", message: "The user is inactive.", remedy: "Activate him." };
const codes = (...given: Parameters<typeof hindrancesOf>) => hindrancesOf(...given).map(({ problem, rules }) => [problem.code, ...rules]);

describe("what stops a mailbox, or a kind of it", () => {
  it("nothing does where all is well", () => {
    expect(codes(mailbox, "contact", [folder("contacts")], preset)).toEqual([]);
  });

  it("B3: sync is off or paused, in the words that were given for it", () => {
    expect(codes({ ...mailbox, sync: "off" }, null, [], preset)).toEqual([["SYNC_OFF", "B3"]]);
    expect(codes({ ...mailbox, sync: "paused" }, null, [], preset)).toEqual([["SYNC_PAUSED", "B3"]]);
    expect(codes({ ...mailbox, sync: "paused", problem: inactive }, "task", [], preset)).toEqual([["SALESFORCE_USER_INACTIVE", "B3"]]);
  });

  it("A3: the preset has the kind off; of an unknown kind nothing is said", () => {
    const off = completePreset({ events: { on: false }, emails: { on: false } });
    expect(codes(mailbox, "event", [], off)).toEqual([["KIND_OFF", "A3"]]);
    expect(codes(mailbox, "email", [], off)).toEqual([["KIND_OFF", "A3"]]);
    expect(codes(mailbox, "contact", [], off)).toEqual([]);
    expect(codes(mailbox, null, [], off)).toEqual([]);
  });

  it("B2: its folder is missing, which stops that kind alone, and is told once", () => {
    const folders = [folder("contacts", new Date()), folder("tasks")];
    const problem = { code: "FOLDER_MISSING", message: "Gone.", remedy: "Repair." };
    expect(codes({ ...mailbox, problem }, "contact", folders, preset)).toEqual([["FOLDER_MISSING", "B2"]]);
    expect(codes(mailbox, "task", folders, preset)).toEqual([]);
    expect(codes(mailbox, "event", folders, preset)).toEqual([]);
  });

  it("P1: whatever else is wrong with the mailbox, a deactivated user for one", () => {
    expect(codes({ ...mailbox, state: "faulty", problem: inactive }, "contact", [], preset)).toEqual([["SALESFORCE_USER_INACTIVE", "P1"]]);
  });
});
