import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { kindSentence, progressSentence, timeLeft } from "../../addin/components/first-sync-words.ts";
import { firstSync, me } from "../browser/sample-answers.ts";
import { FakeOutlook } from "./fake-outlook.ts";
import { FakeService, refused } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";

let service: FakeService;

holdTime();
beforeEach(() => {
  service = new FakeService();
});

async function show(): Promise<void> {
  showPane(service, new FakeOutlook({ is: "none" }));
  await pass(50);
}

const stopped = { by: "Ben Okafor", at: "2026-11-22T05:00:00Z", own: true };
const button = (name: string) => screen.getByRole("button", { name });

describe("a first sync in the pane (B4)", () => {
  it("tells counts by kind and an estimate, and looks again while it goes on", async () => {
    service.me_ = async () => ({ ...me, firstSync });
    await show();
    expect(screen.getByRole("progressbar", { name: "First sync" })).toBeTruthy();
    expect(screen.getByText("412 of 1,020 items, about 3 minutes left.")).toBeTruthy();
    expect(screen.getByText("Contacts: 400 of 1,000; 3 have a problem, 2 wait for an answer")).toBeTruthy();
    const before = service.asked.filter((what) => what === "me").length;
    service.me_ = async () => ({ ...me, firstSync: null });
    await pass(2_100);
    expect(service.asked.filter((what) => what === "me").length).toBeGreaterThan(before);
    expect(screen.queryByRole("progressbar")).toBeNull();
    expect(screen.getByText("Connection healthy")).toBeTruthy();
  });

  it("is stopped and continued by its owner, and says who stopped it", async () => {
    service.me_ = async () => ({ ...me, firstSync });
    await show();
    service.me_ = async () => ({ ...me, sync: "paused", stopped, firstSync: { ...firstSync, secondsLeft: null, stopped } });
    await user().click(button("Stop the first sync"));
    await pass(50);
    expect(service.turned).toEqual(["stop"]);
    expect(screen.getByText(/^Stopped by Ben Okafor at 22 Nov 2026/u)).toBeTruthy();
    expect(screen.getByText("412 of 1,020 items are done.")).toBeTruthy();
    await user().click(button("Continue the first sync"));
    expect(service.turned).toEqual(["stop", "continue"]);
  });

  it("is not his to continue when an administrator has stopped it", async () => {
    const byAda = { ...stopped, by: "Ada Winter", own: false };
    service.me_ = async () => ({ ...me, sync: "paused", stopped: byAda, firstSync: { ...firstSync, stopped: byAda } });
    await show();
    expect(screen.getByText(/^Stopped by Ada Winter/u)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Continue the first sync" })).toBeNull();
  });

  it("says why it was not stopped", async () => {
    service.me_ = async () => ({ ...me, firstSync });
    await show();
    service.firstSync = async () => {
      throw refused("It is over.");
    };
    await user().click(button("Stop the first sync"));
    await pass(50);
    expect(screen.getByText(/It is over\./u)).toBeTruthy();
  });
});

describe("the words of a first sync", () => {
  it.each([
    [0, "less than a minute"],
    [60, "about a minute"],
    [170, "about 3 minutes"],
    [1_000, "about 15 minutes"],
    [4_000, "about an hour"],
    [10_000, "about 3 hours"],
    [200_000, "about a day or more"],
  ])("%i seconds are %s: no more exact than the estimate", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });

  it("tell no estimate while both sides are still being read, and none that is not known", () => {
    expect(progressSentence({ ...firstSync, reading: true, secondsLeft: null }, "en")).toBe(
      "412 of 1,020 items; both sides are still being read.",
    );
    expect(progressSentence({ ...firstSync, secondsLeft: null }, "en")).toBe("412 of 1,020 items.");
    expect(progressSentence({ ...firstSync, done: 0, of: 0 }, "en")).toBe("Both sides are being read.");
  });

  it("name of a kind only what there is", () => {
    const kind = { kind: "email", done: 1, of: 1, failed: 0, held: 1, listed: 1, reading: true } as const;
    expect(kindSentence(kind, "en")).toBe("Mails: 1 of 1; 1 waits for an answer, 1 lay there before, still being read");
    expect(kindSentence({ ...kind, held: 0, listed: 0, reading: false }, "en")).toBe("Mails: 1 of 1");
    expect(kindSentence({ ...kind, done: 0, of: 0, held: 0, listed: 0, reading: false }, "en")).toBe("Mails: none");
  });
});
