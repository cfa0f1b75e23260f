import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { outlookHost } from "../../addin/office/outlook-host.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import { filed, me, notFiled } from "../browser/sample-answers.ts";
import { FakeOutlook, mail, opened } from "./fake-outlook.ts";
import { FakeService, later, refused } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";

let outlook: FakeOutlook;
let service: FakeService;

holdTime();
beforeEach(() => {
  outlook = new FakeOutlook(opened(1));
  service = new FakeService();
});
afterEach(() => vi.unstubAllGlobals());

async function select(count: number): Promise<void> {
  showPane(service, outlook);
  await pass(50);
  await act(async () => outlook.select(Array.from({ length: count }, (_, index) => mail(index + 1))));
  await pass(50);
}

describe("F1: several selected mails", () => {
  it("are filed in one go, each by the rules, and each tells what became of it", async () => {
    const waiting: EmailStatus = { ...notFiled, state: "waiting" };
    const internal = { code: "INTERNAL_ONLY", message: "Only people of your own organisation are on this mail.", remedy: "-" };
    service.file_ = async ({ restId }) => {
      if (restId === "rest-3") throw refused("The mail has left the mailbox.");
      return waiting;
    };
    service.status_ = async ({ restId }) =>
      restId === "rest-2" ? { ...notFiled, state: "excluded", problem: internal } : { ...filed, state: "filed", problem: null };
    await select(6);
    expect(screen.getByText("6 mails selected")).toBeTruthy();
    expect(screen.queryByRole("tab", { name: "File" })).toBeNull();
    await user().click(screen.getByRole("button", { name: "File 6 mails" }));
    await pass(5_000);
    expect(service.filed).toEqual(Array(6).fill({}));
    expect(screen.getByText("6 of 6 done")).toBeTruthy();
    const told = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(told[0]).toBe("Mail 1Filed as “Email: Deck lights: drawings and numbers”.");
    expect(told[1]).toBe("Mail 2Not filed. Only people of your own organisation are on this mail.");
    expect(told[2]).toBe("Mail 3The mail has left the mailbox. Do this.");
  });

  it("are asked for four at a time, and once however often the button is pressed", async () => {
    const slow = later<EmailStatus>();
    service.file_ = () => slow.promise;
    await select(9);
    const button = screen.getByRole("button", { name: "File 9 mails" });
    await user().click(button);
    await user().click(button);
    await pass(50);
    expect(service.filed).toHaveLength(4);
    await act(async () => slow.come({ ...filed, state: "filed" }));
    await pass(50);
    expect(service.filed).toHaveLength(9);
  });

  it("cannot be filed while sync is off, and it says why", async () => {
    service.me_ = async () => ({ ...me, sync: "paused" });
    await select(2);
    await user().click(screen.getByRole("button", { name: "File 2 mails" }));
    expect(service.filed).toEqual([]);
    expect(screen.getByText(/Sync is paused for your mailbox/u)).toBeTruthy();
  });

  it("one selected mail, or none, is the open one", async () => {
    await select(1);
    expect(screen.getByRole("tab", { name: "File" })).toBeTruthy();
    await act(async () => outlook.select([]));
    expect(screen.getByRole("tab", { name: "File" })).toBeTruthy();
  });
});

describe("what Outlook tells of the selection", () => {
  const item = { itemType: "message", itemId: "AA/Mk+1", internetMessageId: "<1@harborlight.example>", subject: "Deck lights" };
  function office(sets: readonly string[], answer: object, knows = true): Map<string, () => void> {
    const handlers = new Map<string, () => void>();
    vi.stubGlobal("Office", {
      EventType: { ItemChanged: "item", SelectedItemsChanged: "selection" },
      AsyncResultStatus: { Succeeded: "succeeded" },
      MailboxEnums: { ItemType: { Message: "message" }, RestVersion: { v2_0: "v2.0" } },
      context: {
        displayLanguage: "en-GB",
        requirements: { isSetSupported: (name: string, version: string) => sets.includes(`${name} ${version}`) },
        mailbox: {
          userProfile: { displayName: "Ben", emailAddress: "ben@example.com" },
          addHandlerAsync: (type: string, handler: () => void) => handlers.set(type, handler),
          convertToRestId: (id: string) => id.replaceAll("/", "-").replaceAll("+", "_"),
          ...(knows ? { getSelectedItemsAsync: (callback: (result: object) => void) => callback(answer) } : {}),
        },
      },
    });
    return handlers;
  }

  it("OA4: mails by Graph's id and message id; what is no mail is left out; a change is announced", async () => {
    const value = [item, { ...item, itemType: "appointment" }, { ...item, itemId: "B", internetMessageId: "", subject: "" }];
    const handlers = office(["Mailbox 1.13"], { status: "succeeded", value });
    const host = outlookHost();
    expect(await host.selection()).toEqual([
      { restId: "AA-Mk_1", internetMessageId: "<1@harborlight.example>", subject: "Deck lights", from: null },
      { restId: "B", internetMessageId: null, subject: "", from: null },
    ]);
    let announced = 0;
    host.onSelected(() => (announced += 1));
    handlers.get("selection")?.();
    expect(announced).toBe(1);
  });

  it.each([
    ["too old", office.bind(null, [], { status: "succeeded", value: [item] })],
    ["without the call, whatever it says it supports", office.bind(null, ["Mailbox 1.13"], {}, false)],
    ["that fails", office.bind(null, ["Mailbox 1.13"], { status: "failed" })],
  ])("is nothing in an Outlook %s", async (_, stub) => {
    stub();
    expect(await outlookHost().selection()).toEqual([]);
  });
});
