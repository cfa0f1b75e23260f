import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { WhySearch } from "../../addin/features/administration/why-search.tsx";
import type { AdministrationService, WhyAbout } from "../../addin/service/administration-service.ts";
import { leftAlone } from "../browser/sample-answers.ts";
import { FakeOutlook, opened } from "./fake-outlook.ts";
import { FakeService, refused } from "./fake-service.ts";
import { showPane } from "./shown-pane.tsx";

afterEach(cleanup);

const answer = () => screen.findByRole("region", { name: "Why" });
const items = (name: string) =>
  within(screen.getByRole("list", { name }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);

describe("why, in the pane", () => {
  it("A6: of an open meeting it is asked by a press, and tells the rule, what comes next, and what to do", async () => {
    const service = new FakeService();
    showPane(service, new FakeOutlook({ is: "meeting", meeting: { restId: "event-1", subject: "Dentist" } }));
    const ask = await screen.findByRole("button", { name: "Why is it so?" });
    expect(service.asked).not.toContain("why event-1");
    await userEvent.click(ask);
    expect((await answer()).textContent).toContain("It does not carry the category “Salesforce”.");
    expect(service.asked).toContain("why event-1");
    expect(items("Rules")).toEqual(["E1: Events with the category “Salesforce” go to Salesforce."]);
    expect(items("What you can do")).toEqual(["Set the category “Salesforce” on it."]);
    expect(screen.queryByRole("list", { name: "What was done last" })).toBeNull();
  });

  it("P2: what was done to it is undone by its user, after the effect was told", async () => {
    const service = new FakeService();
    service.why_ = async () => ({
      ...leftAlone,
      is: "in-step",
      lately: [
        { time: "2026-03-01T07:00:00Z", action: "update in Outlook", outcome: "done", reason: null, rules: [], undo: "17" },
        { time: "2026-03-01T06:00:00Z", action: "decide", outcome: "linked", reason: null, rules: [] },
      ],
    });
    const item = { id: "17", time: "2026-03-01T07:00:00Z", kind: "event", action: "update in Outlook", name: "Dentist", problem: null };
    service.undo_ = async (_entry, { dryRun, mails }) => ({
      ...{ items: [{ ...item, effect: "Both sides get back: subject." }], counts: [], mails: dryRun ? 2 : mails, dryRun },
    });
    showPane(service, new FakeOutlook({ is: "meeting", meeting: { restId: "event-1", subject: "Dentist" } }));
    await userEvent.click(await screen.findByRole("button", { name: "Why is it so?" }));
    await answer();
    expect(screen.getAllByRole("button", { name: /^Undo/u })).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Undo update in Outlook" }));
    await screen.findByText(/Both sides get back: subject\. Exchange would mail 2 people about it\./u);
    expect(service.asked).not.toContain("undo 17");
    await userEvent.click(screen.getByRole("button", { name: "Undo it, and mail 2 people" }));
    await screen.findByText(/^Undone with the next cycle/u);
    expect(service.asked.filter((what) => what.startsWith("undo"))).toEqual(["undo 17?", "undo 17"]);
  });

  it("A6: of a mail it stands beside its status, with what it waits for and what was done", async () => {
    const service = new FakeService();
    service.why_ = async () => ({
      ...leftAlone,
      is: "waits",
      kind: "email",
      hindrances: [{ code: "SYNC_PAUSED", message: "The sync of this mailbox is paused.", remedy: "Let it go on." }],
      waits: { for: "the next try", until: "2026-03-01T08:00:00Z" },
      lately: [
        { time: "2026-03-01T07:00:00Z", action: "file", outcome: "failed", reason: "No answer.", rules: [{ id: "F1", words: "F." }] },
      ],
    });
    showPane(service, new FakeOutlook(opened(1)));
    await userEvent.click(await screen.findByRole("tab", { name: "Status" }));
    await userEvent.click(screen.getByRole("button", { name: "Why is it so?" }));
    const told = (await answer()).textContent;
    expect(told).toContain("The sync of this mailbox is paused.");
    expect(told).toMatch(/It waits for the next try, until .*2026/u);
    expect(items("What was done last")[0]).toMatch(/file, failed \(No answer\.\), by F1$/u);
    await userEvent.click(screen.getByRole("button", { name: "Look again" }));
    expect(service.asked.filter((asked) => asked === "why rest-1")).toHaveLength(2);
  });

  it("says what went wrong, with a way on", async () => {
    const service = new FakeService();
    service.why_ = async () => {
      throw refused("Nobody answers.");
    };
    showPane(service, new FakeOutlook({ is: "meeting", meeting: { restId: "event-1", subject: "" } }));
    await userEvent.click(await screen.findByRole("button", { name: "Why is it so?" }));
    expect(await screen.findByText(/Nobody answers\./u)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});

describe("why, for an administrator", () => {
  it.each([
    ["003000000000001AAA", { record: "003000000000001AAA" }],
    ["003000000000001", { record: "003000000000001" }],
    ["0b6f5a52-4c9e-4f6e-9d3c-6d2f1b8a7c11", { link: "0b6f5a52-4c9e-4f6e-9d3c-6d2f1b8a7c11" }],
    ["AAMkAGI2TG93AAA=", { item: "AAMkAGI2TG93AAA=" }],
  ] as const)("A6: %s is known for what it is", async (id, about) => {
    const asked: (readonly [string, WhyAbout])[] = [];
    const service = {
      why: async (user: string, which: WhyAbout) => {
        asked.push([user, which]);
        return leftAlone;
      },
    } as Partial<AdministrationService> as AdministrationService;
    render(
      <FluentProvider theme={webLightTheme}>
        <WhySearch service={service} />
      </FluentProvider>,
    );
    const press = () => userEvent.click(screen.getByRole("button", { name: "Why?", hidden: true }));
    await press();
    expect(asked).toEqual([]);
    await userEvent.type(screen.getByRole("textbox", { name: "Mailbox of whom", hidden: true }), "ben@example.com");
    await userEvent.type(screen.getByRole("textbox", { name: "Id of the item, record or link", hidden: true }), ` ${id} `);
    await press();
    expect(await screen.findByText("Dentist")).toBeTruthy();
    expect(asked).toEqual([["ben@example.com", about]]);
  });
});
