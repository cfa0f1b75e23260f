import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { LocaleProvider } from "../../addin/components/service-context.ts";
import { lineSentence } from "../../addin/features/administration/dry-run-words.ts";
import { UsersPanel } from "../../addin/features/administration/users-panel.tsx";
import type { AdministrationService } from "../../addin/service/administration-service.ts";
import type { User } from "../../shared/api/administration.ts";
import type { DryRun, DryRunLine } from "../../shared/api/dry-run.ts";
import { firstSync } from "../browser/sample-answers.ts";
import { refused } from "./fake-service.ts";
import { holdTime, pass, user } from "./shown-pane.tsx";

const ben: User = { id: "u1", email: "ben@example.com", salesforceUsername: "ben@org", sync: "off", state: "off", reason: null };
const line = (changes: Partial<DryRunLine>): DryRunLine => ({
  does: "create",
  on: "exchange",
  count: 1,
  reason: null,
  samples: [],
  ...changes,
});
const dryRun: DryRun = {
  ...{ at: "2026-11-22T05:00:00Z", user: ben.email, complete: true },
  kinds: [
    {
      ...{ kind: "contact", read: { exchange: 2, salesforce: 12 }, problem: null },
      lines: [line({ count: 10, samples: ["Nora Haugen", "Luca Ricci"] }), line({ does: "link", on: null, count: 2 })],
    },
    { kind: "task", read: { exchange: 0, salesforce: 0 }, lines: [], problem: null },
  ],
  calls: { exchange: { reading: 8, writing: 17 }, salesforce: { reading: 4, writing: 2 } },
  salesforceCalls: { used: 1_200, limit: 15_000 },
};

let switched: string[] = [];
let users: User[] = [];
let answer: () => Promise<DryRun>;

holdTime();
beforeEach(() => {
  switched = [];
  users = [ben];
  answer = async () => dryRun;
});

const press = async (name: string) => {
  await user().click(screen.getByRole("button", { name }));
  await pass(50);
};

async function show(): Promise<void> {
  const service: Partial<AdministrationService> = {
    users: async () => ({ items: users, next: null }),
    dryRun: () => answer(),
    switchSync: async (user, sync) => {
      switched.push(`${user.id} ${sync}`);
      return { ...user, sync };
    },
  };
  render(
    <FluentProvider theme={webLightTheme}>
      <LocaleProvider value="en-GB">
        <UsersPanel service={service as AdministrationService} />
      </LocaleProvider>
    </FluentProvider>,
  );
  await pass(50);
}

describe("B4: a dry run in the administration page", () => {
  it("tells counts, samples and what it costs, then switches on", async () => {
    await show();
    await press("Dry run for ben@example.com");
    const found = within(screen.getByRole("region", { name: "Dry run for ben@example.com" }));
    expect(found.getByText("10 would be made in Outlook")).toBeTruthy();
    expect(found.getByText("Such as: Nora Haugen; Luca Ricci")).toBeTruthy();
    expect(found.getByText("Nothing.")).toBeTruthy();
    expect(found.getByText("About 25 requests to Microsoft Graph: 8 to read, 17 to write.")).toBeTruthy();
    expect(found.getByText("The Salesforce org has 13,800 of its 15,000 calls left today.")).toBeTruthy();
    expect(switched).toEqual([]);
    await press("Switch on");
    expect(switched).toEqual(["u1 on"]);
    expect(screen.queryByRole("region", { name: "Dry run for ben@example.com" })).toBeNull();
  });

  it("that is refused says why, and offers no switch", async () => {
    answer = async () => {
      throw refused("Records are kept in step already.");
    };
    await show();
    await press("Dry run for ben@example.com");
    expect(screen.getByText(/Records are kept in step already\./u)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Switch on" })).toBeNull();
  });

  it("a first sync is stopped and continued in the list, by whoever may", async () => {
    users = [{ ...ben, sync: "on", state: "first-sync", firstSync }];
    await show();
    expect(screen.getByRole("progressbar", { name: "First sync of ben@example.com" })).toBeTruthy();
    const stopped = { by: "Ada Winter", at: "2026-11-22T05:00:00Z", own: false };
    users = [{ ...ben, sync: "paused", state: "paused", firstSync: { ...firstSync, stopped }, stopped }];
    await press("Stop the first sync of ben@example.com");
    expect(switched).toEqual(["u1 paused"]);
    await press("Look again");
    expect(screen.getByText("First sync stopped")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Continue the first sync of ben@example.com" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Dry run for ben@example.com" })).toBeNull(); // something is done already
  });
});

describe("the words of a dry run", () => {
  it.each([
    [line({ does: "create", on: "salesforce" }), "1 would be made in Salesforce"],
    [line({ does: "fill", on: "salesforce", count: 3 }), "of those linked, 3 would get values in Salesforce"],
    [line({ does: "differ", on: null }), "of those linked, 1 has values that differ: the preset says which stands, the other is listed"],
    [line({ does: "ask", on: null, count: 2 }), "2 may be the same as another: you are asked before anything is written"],
    [line({ does: "leave", on: null, reason: "It lay there." }), "1 waits for a choice: It lay there."],
    [line({ does: "refuse", on: null, count: 2, reason: "LAST_NAME" }), "2 cannot be kept in step: LAST_NAME"],
    [line({ does: "hold", on: null }), "1 would wait for a person"],
  ])("%o", (given, words) => {
    expect(lineSentence(given, "en")).toBe(words);
  });
});
