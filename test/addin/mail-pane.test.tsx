import { act, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EmailContext } from "../../shared/api/person.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import { context, filed, me, notFiled, opportunity } from "../browser/sample-answers.ts";
import type { OpenItem } from "../../addin/office/open-mail.ts";
import { waitingItem } from "./waiting-item.ts";
import { FakeOutlook, opened } from "./fake-outlook.ts";
import { FakeService, later, refused } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";

let outlook: FakeOutlook;
let service: FakeService;

holdTime();
beforeEach(() => {
  outlook = new FakeOutlook(opened(1));
  service = new FakeService();
});

function show(): void {
  showPane(service, outlook);
}

/** The line on the mail's fate; other live regions stand in panels. */
const fate = () => screen.getAllByRole("status")[0]?.textContent ?? "";

describe("the people of the mail", () => {
  it("W1: names contact, account, why he matched, and the open opportunity", async () => {
    show();
    await pass(50);
    const nora = screen.getByRole("group", { name: "From: Nora Haugen" });
    expect(within(nora).getByRole("link", { name: "Harborlight Marine" }).getAttribute("href")).toBe(
      "http://127.0.0.1:1/001000000000001AAA",
    );
    expect(within(nora).getByText("Contact, matched on Contact.Email")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Harborlight: deck lights for four ferries" })).toBeTruthy();
    expect(screen.getByText("1 colleague")).toBeTruthy();
  });

  it("opens no address that is not of the web", async () => {
    service.people_ = async () => ({ ...context, opportunities: [{ ...opportunity, url: "javascript:alert(1)" }] });
    show();
    await pass(50);
    expect(screen.getByRole("link", { name: "Harborlight: deck lights for four ferries" }).getAttribute("href")).toBe("about:blank");
  });

  it("OA7: an answer for the mail before is dropped", async () => {
    const slow = later<EmailContext>();
    service.people_ = (mail) => (mail.restId === "rest-1" ? slow.promise : Promise.resolve({ people: [], opportunities: [], cases: [] }));
    show();
    await pass(50);
    outlook.item = opened(2);
    await act(async () => outlook.announce());
    await pass(50);
    await act(async () => slow.come(context));
    expect(screen.getByText("Mail 2")).toBeTruthy();
    expect(screen.queryByText("Harborlight Marine")).toBeNull();
    expect(screen.getByText("Only colleagues are on this mail.")).toBeTruthy();
  });

  it("says why it could not look, and looks again", async () => {
    service.people_ = async () => {
      throw refused("Salesforce does not answer.");
    };
    show();
    await pass(50);
    expect(screen.getByText(/Salesforce does not answer\. Do this\./u)).toBeTruthy();
    service.people_ = async () => context;
    await user().click(screen.getByRole("button", { name: "Try again" }));
    await pass(50);
    expect(screen.getByRole("group", { name: "From: Nora Haugen" })).toBeTruthy();
  });
});

describe("which mail is open (OA7)", () => {
  it("an announcement with nothing open yet keeps what is shown, and the mail that follows is shown", async () => {
    show();
    await pass(50);
    outlook.item = { is: "none" };
    await act(async () => outlook.announce());
    await pass(100);
    expect(screen.getByText("Mail 1")).toBeTruthy();
    outlook.item = opened(2);
    await pass(200);
    expect(screen.getByText("Mail 2")).toBeTruthy();
  });

  it("what Outlook answers late, when another item was asked for, is dropped", async () => {
    show();
    await pass(50);
    const slow = later<OpenItem>();
    const ask = vi.spyOn(outlook, "openItem").mockReturnValueOnce(slow.promise);
    await act(async () => outlook.announce());
    outlook.item = opened(3);
    await act(async () => outlook.announce());
    await act(async () => slow.come(opened(2)));
    expect(ask).toHaveBeenCalledTimes(2);
    expect(screen.getByText("Mail 3")).toBeTruthy();
  });

  it("a missing announcement is made up for when the pane is looked at", async () => {
    show();
    await pass(50);
    outlook.item = opened(2);
    await act(async () => globalThis.dispatchEvent(new Event("focus")));
    await pass(50);
    expect(screen.getByText("Mail 2")).toBeTruthy();
  });

  it("a doubled announcement asks for nothing twice", async () => {
    show();
    await pass(50);
    outlook.item = opened(2);
    await act(async () => {
      outlook.announce();
      outlook.announce();
    });
    await pass(50);
    expect(service.asked.filter((one) => one === "people rest-2")).toHaveLength(1);
  });

  it("OA4: a mail that was moved keeps its place in the pane, and is asked for by its new id", async () => {
    show();
    await pass(50);
    await user().click(screen.getByRole("tab", { name: "Status" }));
    outlook.item = opened(1, { restId: "rest-1-moved" });
    service.asked.length = 0;
    await act(async () => outlook.announce());
    await pass(50);
    expect(screen.getByRole("tab", { name: "Status", selected: true })).toBeTruthy();
    expect(service.asked).toEqual(["status rest-1-moved"]);
  });

  it("still tells what becomes of the mail that Outlook closed because it was moved", async () => {
    show();
    await pass(50);
    service.status_ = async () => filed;
    outlook.item = { is: "none" };
    await act(async () => outlook.announce());
    await pass(3_000);
    expect(screen.getByText(/The last one was “Mail 1”/u)).toBeTruthy();
    expect(fate()).toContain("This mail is filed in Salesforce, without one file.");
  });

  it("says what to do when nothing is open, and why a meeting is not shown", async () => {
    outlook.item = { is: "none" };
    show();
    await pass(3_000);
    expect(screen.getByText("Select a mail to see what Salesforce knows about its people.")).toBeTruthy();
    outlook.item = { is: "unsupported", why: "Meetings are shown in a later version." };
    await act(async () => outlook.announce());
    expect(screen.getByText("Meetings are shown in a later version.")).toBeTruthy();
  });
});

describe("the status of the mail (F6)", () => {
  it("goes from waiting over filing to filed without anybody doing anything, with the link", async () => {
    const states: EmailStatus[] = [
      notFiled,
      { ...notFiled, state: "waiting" },
      { ...notFiled, state: "filing" },
      { ...filed, state: "filed" },
    ];
    service.status_ = async () => states.shift() ?? { ...filed, state: "filed" };
    show();
    await pass(50);
    expect(fate()).toContain("This mail is not filed.");
    await pass(1_500);
    expect(fate()).toContain("This mail waits to be filed.");
    await pass(700);
    expect(fate()).toContain("This mail is being filed.");
    await pass(700);
    expect(fate()).toContain("This mail is filed in Salesforce.");
    expect(screen.getByRole("link", { name: "Task: Email: Deck lights: drawings and numbers" })).toBeTruthy();
  });

  it("keeps what was known when it cannot ask again, and says that it may be old", async () => {
    service.status_ = async () => ({ ...notFiled, state: "filing" });
    show();
    await pass(50);
    service.status_ = async () => {
      throw refused("You are offline.");
    };
    await pass(800);
    await user().click(screen.getByRole("tab", { name: "Status" }));
    expect(fate()).toContain("This mail is being filed.");
    expect(screen.getByText("This may be out of date.")).toBeTruthy();
  });

  it("does not ask while nobody looks", async () => {
    show();
    await pass(50);
    const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    await pass(5_000);
    const before = service.asked.length;
    await pass(60_000);
    expect(service.asked.length).toBe(before);
    visible.mockRestore();
  });

  it("a failure says cause and next step", async () => {
    service.status_ = async () => ({
      ...notFiled,
      state: "failed",
      problem: {
        code: "STORAGE",
        message: "The org has no file storage left.",
        remedy: "Ask your administrator to free some, then file again.",
      },
    });
    show();
    await pass(50);
    await user().click(screen.getByRole("tab", { name: "Status" }));
    expect(screen.getByText(/The org has no file storage left\. Ask your administrator/u)).toBeTruthy();
  });
});

describe("the mailbox as a whole", () => {
  it("C6: lists what needs a person, with reason and next step, whatever is open", async () => {
    outlook.item = { is: "none" };
    service.me_ = async () => ({
      ...me,
      attention: [
        {
          kind: "contact",
          name: "Ana Lopes",
          problem: { code: "FIELD_MISSING", message: "Salesforce wants a last name.", remedy: "Add one to the contact." },
        },
      ],
    });
    const problem = { code: "FIELD_MISSING", message: "Salesforce wants a last name.", remedy: "Add one to the contact." };
    service.attention_ = async () => ({ items: [waitingItem({ name: "Ana Lopes", problem })], next: null, total: 1 });
    show();
    await pass(50);
    expect(screen.getByText("1 item needs you")).toBeTruthy();
    expect(screen.getByText("Salesforce wants a last name. Add one to the contact.")).toBeTruthy();
  });

  it("is asked for anew when the pane is looked at again", async () => {
    show();
    await pass(50);
    expect(screen.getByText("Connection healthy")).toBeTruthy();
    service.me_ = async () => ({ ...me, sync: "paused" });
    await act(async () => document.dispatchEvent(new Event("visibilitychange")));
    await pass(50);
    expect(screen.getByText("Sync is paused")).toBeTruthy();
  });
});

describe("filing (F1, F2, F4)", () => {
  const openFile = async () => {
    show();
    await pass(50);
    await user().click(screen.getByRole("tab", { name: "File" }));
    await pass(50);
  };

  it("untouched, leaves everything to the rules and says what they will do", async () => {
    service.file_ = async () => {
      const waiting = { ...notFiled, state: "waiting" } as const;
      service.status_ = async () => waiting;
      return waiting;
    };
    await openFile();
    expect(
      screen.getByText(
        "Saves as a completed task, to Nora Haugen (Contact), related to Harborlight: deck lights for four ferries (Opportunity), with 2 of 4 attachments, 814 kB.",
      ),
    ).toBeTruthy();
    await user().click(screen.getByRole("button", { name: "File" }));
    await pass(50);
    expect(service.filed).toEqual([{}]);
    expect(screen.getByRole("tab", { name: "Status", selected: true })).toBeTruthy();
    expect(fate()).toContain("This mail waits to be filed.");
  });

  it("sends what was chosen", async () => {
    await openFile();
    await user().selectOptions(screen.getByRole("combobox", { name: "File to" }), "Lead: Jonas Lie (Harborlight Marine)");
    await user().selectOptions(screen.getByRole("combobox", { name: "Related to" }), "No record");
    await user().click(screen.getByRole("checkbox", { name: /logo\.png/u }));
    await user().click(screen.getByRole("button", { name: "File" }));
    expect(service.filed).toEqual([{ whoId: "00Q000000000002AAA", whatId: null, attachments: ["a1", "a2", "a4"] }]);
  });

  it("a second press while it is under way files nothing more", async () => {
    service.file_ = () => new Promise(() => undefined);
    await openFile();
    const button = screen.getByRole("button", { name: "File" });
    await user().click(button);
    await user().click(button);
    expect(service.filed).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Sending…" })).toBeTruthy();
  });

  it("a refusal is shown with its next step, and the choice is kept", async () => {
    service.file_ = async () => {
      throw refused("The mail has left the mailbox.");
    };
    await openFile();
    await user().click(screen.getByRole("checkbox", { name: /lamps\.csv/u }));
    await user().click(screen.getByRole("button", { name: "File" }));
    await pass(50);
    expect(screen.getByText(/The mail has left the mailbox\. Do this\./u)).toBeTruthy();
    expect((screen.getByRole("checkbox", { name: /lamps\.csv/u }) as HTMLInputElement).checked).toBe(false);
  });

  it("OA20: a button that cannot be pressed has its reason beside it, for screen readers too", async () => {
    service.me_ = async () => ({ ...me, sync: "paused" });
    await openFile();
    const button = screen.getByRole("button", { name: "File" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent).toContain(
      "Sync is paused for your mailbox.",
    );
    await user().click(button);
    expect(service.filed).toEqual([]);
  });

  it("F2: internal mail is filed by “File anyway” alone, and the service is told so", async () => {
    service.people_ = async () => ({ people: context.people.filter((person) => person.is === "colleague"), opportunities: [], cases: [] });
    await openFile();
    expect(screen.getByText("Only colleagues are on this mail.")).toBeTruthy();
    await user().click(screen.getByRole("button", { name: "File anyway" }));
    expect(service.filed).toEqual([{ anyway: true }]);
  });

  it("F3: what a colleague filed can be added to, what I filed cannot be filed twice", async () => {
    service.status_ = async () => ({ ...filed, filedBy: "Carla Mendes" });
    await openFile();
    expect(screen.getByRole("button", { name: "Add what is missing" })).toBeTruthy();
    service.status_ = async () => filed;
    await pass(30_000);
    expect(screen.getByText("This mail is filed. Status shows where.")).toBeTruthy();
  });
});
