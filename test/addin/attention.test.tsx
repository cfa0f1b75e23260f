import { act, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { AttentionItem } from "../../shared/api/attention.ts";
import { me } from "../browser/sample-answers.ts";
import { FakeOutlook } from "./fake-outlook.ts";
import { FakeService, later, refused } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";
import { waitingItem } from "./waiting-item.ts";

let service: FakeService;

holdTime();
beforeEach(() => {
  service = new FakeService();
});

const button = (name: string) => screen.getByRole("button", { name });

async function show(...items: AttentionItem[]): Promise<void> {
  service.me_ = async () => ({ ...me, attention: items.map(({ kind, name, problem }) => ({ kind, name, problem })) });
  service.attention_ = async () => ({ items, next: null, total: items.length });
  showPane(service, new FakeOutlook({ is: "none" }));
  await pass(50);
  const summary = screen.queryByText(/items? needs? you/u);
  if (summary) await user().click(summary);
}

describe("what needs a person", () => {
  it("B4: only the ticked ones are sent, and a line says what comes of it", async () => {
    const [luca, sofia, marta] = [waitingItem({ name: "Luca" }), waitingItem({ name: "Sofia" }), waitingItem({ name: "Marta" })];
    await show(luca, sofia, marta);
    expect(button("Send to Salesforce").getAttribute("aria-disabled")).toBe("true");
    await user().click(screen.getByRole("checkbox", { name: "Luca" }));
    await user().click(screen.getByRole("checkbox", { name: "Marta" }));
    await user().click(button("Send to Salesforce (2)"));
    await pass(50);
    expect(service.answered).toEqual([{ ids: [luca.id, marta.id], answer: "send" }]);
    expect(screen.getByText("Send to Salesforce: 2 items. It becomes a contact in Salesforce.")).toBeTruthy();
    expect(screen.getAllByText("Your answer is being carried out.")).toHaveLength(2);
  });

  it("answered by keyboard alone", async () => {
    const item = waitingItem({ name: "Luca" });
    await show(item);
    screen.getByRole("checkbox", { name: "Luca" }).focus();
    await user().keyboard(" ");
    await user().tab();
    expect(document.activeElement).toBe(button("Send to Salesforce"));
    await user().keyboard("{Enter}");
    expect(service.answered).toEqual([{ ids: [item.id], answer: "send" }]);
  });

  it("all that are shown are ticked with one", async () => {
    const items = [waitingItem(), waitingItem()];
    await show(...items);
    await user().click(screen.getByRole("checkbox", { name: "All that are shown" }));
    await user().click(button("Leave it here (2)"));
    expect(service.answered).toEqual([{ ids: items.map(({ id }) => id), answer: "let-go" }]);
  });

  it("M1: of several one has to be named, and none is chosen beforehand", async () => {
    const item = waitingItem({
      name: "Anna Berg",
      problem: { code: "QUESTION", message: "Several may be this person.", remedy: "Say which." },
      answers: [
        { answer: "link", label: "It is the same person", effect: "The two are kept in step." },
        { answer: "separate", label: "Keep apart", effect: "They are two people." },
      ],
      candidates: [
        { id: "003A", name: "Anna Berg, Berg & Co", url: "https://org.example/003A" },
        { id: "003B", name: "Anna Berg, Ohm", url: "javascript:alert(1)" },
      ],
    });
    await show(item);
    const same = button("It is the same person");
    expect(same.getAttribute("aria-disabled")).toBe("true");
    expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["https://org.example/003A"]);
    await user().click(screen.getByRole("radio", { name: "Anna Berg, Ohm" }));
    await user().click(same);
    expect(service.answered).toEqual([{ ids: [item.id], answer: "link", recordId: "003B" }]);
  });

  it("what was not taken says why, and can be answered again", async () => {
    const item = waitingItem({ name: "Luca" });
    service.answer_ = async (ids) => ({
      taken: [],
      refused: ids.map((id) => ({
        id,
        problem: { code: "CHANGED_MEANWHILE", message: "It has changed meanwhile.", remedy: "Look again." },
      })),
    });
    await show(item);
    await user().click(screen.getByRole("checkbox", { name: "Luca" }));
    await user().click(button("Send to Salesforce"));
    await pass(50);
    expect(screen.getByText(/It has changed meanwhile\. Look again\./u)).toBeTruthy();
    expect(screen.queryByText("Your answer is being carried out.")).toBeNull();
  });

  it("a second press while it is under way answers nothing more", async () => {
    const slow = later<{ taken: string[]; refused: [] }>();
    service.answer_ = () => slow.promise;
    await show(waitingItem({ name: "Luca" }));
    await user().click(screen.getByRole("checkbox", { name: "Luca" }));
    await user().click(button("Send to Salesforce"));
    await user().click(button("Send to Salesforce"));
    expect(service.answered).toHaveLength(1);
  });

  it("looks again until the answer is carried out, then no more", async () => {
    const item = waitingItem({ name: "Luca" });
    await show(item);
    await user().click(screen.getByRole("checkbox", { name: "Luca" }));
    await user().click(button("Send to Salesforce"));
    await pass(50);
    service.attention_ = async () => ({ items: [{ ...item, answered: true }], next: null, total: 1 });
    await pass(2_100);
    expect(screen.getByText("Your answer is being carried out.")).toBeTruthy();
    service.attention_ = async () => ({ items: [], next: null, total: 0 });
    await pass(2_100);
    expect(screen.queryByText("1 item needs you")).toBeNull();
    expect(screen.getByText(/^Send to Salesforce: 1 item\./u)).toBeTruthy();
    const asked = service.asked.length;
    await pass(20_000);
    expect(service.asked.slice(asked)).not.toContain("attention");
  });

  it("says why the list could not be read", async () => {
    service.attention_ = async () => {
      throw refused("The list is away.");
    };
    service.me_ = async () => ({ ...me, attention: [waitingItem()] });
    const attention = service.attention_;
    await show(waitingItem()).catch(() => undefined);
    service.attention_ = attention;
    await act(async () => document.dispatchEvent(new Event("visibilitychange")));
    await pass(50);
    expect(screen.getByText(/The list is away\./u)).toBeTruthy();
  });
});

describe("a conflict", () => {
  const conflict = (changes: Partial<AttentionItem> = {}) =>
    waitingItem({
      name: "Luca",
      problem: { code: "CONFLICT", message: "Both sides had changed the title.", remedy: "Choose." },
      conflict: { field: "jobTitle", word: "title", kept: "President", keptFrom: "salesforce", lost: null, differs: false },
      answers: [
        { answer: "keep", label: "Keep Salesforce’s", effect: "Nothing is written." },
        { answer: "take", label: "Take Outlook’s", effect: "Both sides get the value of Outlook." },
      ],
      ...changes,
    });

  it("M2: a conflict shows both values, and the one that stands; one press answers it", async () => {
    const item = conflict();
    await show(item);
    const card = screen.getByRole("listitem", { name: "title: Luca" });
    expect(card.textContent).toContain("Outlook(empty)");
    expect(card.textContent).toContain("Salesforce: standsPresident");
    await user().click(button("Take Outlook’s"));
    await pass(50);
    expect(service.answered).toEqual([{ ids: [item.id], answer: "take" }]);
    expect(screen.getByText("Your answer is being carried out.")).toBeTruthy();
  });

  it("P5: what would mail people is asked once more, with their number, which goes along as consent", async () => {
    const take = { answer: "take", label: "Take Salesforce’s", effect: "Exchange would mail 3 people about it.", mails: 3 } as const;
    const item = conflict({ answers: [take] });
    await show(item);
    await user().click(button("Take Salesforce’s"));
    expect(service.answered).toEqual([]);
    expect(screen.getByText("Exchange would mail 3 people about it.")).toBeTruthy();
    await user().click(button("Back"));
    expect(service.answered).toEqual([]);
    await user().click(button("Take Salesforce’s"));
    await user().click(button("Change it, and mail 3 people"));
    await pass(50);
    expect(service.answered).toEqual([{ ids: [item.id], answer: "take", mails: 3 }]);
  });
});
