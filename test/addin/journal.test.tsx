import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { LocaleProvider } from "../../addin/components/service-context.ts";
import { JournalPanel } from "../../addin/features/administration/journal-panel.tsx";
import type { AdministrationService, JournalEntry, JournalFilter, UndoWhat } from "../../addin/service/administration-service.ts";
import type { UndoHow } from "../../addin/service/undo-how.ts";
import type { UndoReply } from "../../shared/api/administration.ts";

afterEach(cleanup);

const entry: JournalEntry = {
  id: "7",
  time: "2026-03-01T08:00:00Z",
  user: "ben@example.com",
  kind: "contact",
  action: "update in Salesforce",
  outcome: "done",
  rules: [{ id: "C3", words: "The mapped fields are the same." }],
  reason: null,
  item: "i",
  record: "003000000000001AAA",
  before: { jobTitle: "Buyer" },
  after: { jobTitle: "Director" },
  undoable: true,
};

function show(shown = entry) {
  const searched: JournalFilter[] = [];
  const undone: (readonly [UndoWhat, UndoHow])[] = [];
  const single: boolean[] = [];
  const service = {
    journal: async (filter: JournalFilter) => {
      searched.push(filter);
      return { items: [shown], next: null };
    },
    undo: async (_id: string, { dryRun }: UndoHow): Promise<UndoReply> => {
      single.push(dryRun);
      const effect = "The activity is removed from Salesforce.";
      return { items: [{ ...shown, name: "An offer", effect, problem: null }], counts: [], mails: 0, dryRun };
    },
    undoSeveral: async (what: UndoWhat, how: UndoHow): Promise<UndoReply> => {
      undone.push([what, how]);
      return {
        items: [
          { ...entry, name: "Nora", effect: "Both sides get back: title.", problem: null },
          { ...entry, id: "6", name: "Ina", effect: null, problem: { code: "X", message: "It changed.", remedy: "Set it." } },
        ],
        counts: [{ kind: "contact", action: "update in Salesforce", can: 1, cannot: 1 }],
        mails: 0,
        dryRun: how.dryRun,
      };
    },
  } as Partial<AdministrationService> as AdministrationService;
  render(
    <FluentProvider theme={webLightTheme}>
      <LocaleProvider value="en-GB">
        <JournalPanel service={service} />
      </LocaleProvider>
    </FluentProvider>,
  );
  return { searched, undone, single };
}

const ruleFields = () => screen.getAllByRole("combobox", { name: "Rule", hidden: true });

describe("the journal by its rules", () => {
  it("A6: each entry names its rules in words, and the journal is searched by one", async () => {
    const { searched } = show();
    expect(await screen.findByText("C3: The mapped fields are the same.")).toBeTruthy();
    await userEvent.selectOptions(ruleFields()[0] as HTMLElement, "M3");
    await userEvent.click(screen.getByRole("button", { name: "Search" }));
    expect(searched.map(({ rule }) => rule)).toEqual(["", "M3"]);
  });

  it("P2: what one rule did is counted before it is undone, and another rule begins anew", async () => {
    const { undone } = show();
    const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
    type("Mailbox of the user", "ben@example.com");
    type("From", "2026-03-01T00:00");
    type("Until", "2026-03-02T00:00");
    await userEvent.selectOptions(ruleFields()[1] as HTMLElement, "C3");
    const look = () => userEvent.click(screen.getByRole("button", { name: "Look what would be undone", hidden: true }));
    await look();
    expect(await screen.findByText("contact: update in Salesforce: 1, and 1 that stay")).toBeTruthy();
    expect(screen.getByText("1 of 2 entries can be undone.")).toBeTruthy();
    await userEvent.selectOptions(ruleFields()[1] as HTMLElement, "M2");
    expect(screen.queryByText("1 of 2 entries can be undone.")).toBeNull();
    await look();
    await userEvent.click(await screen.findByRole("button", { name: "Undo what can be", hidden: true }));
    expect(undone.map(([{ rule }, { dryRun }]) => [rule, dryRun])).toEqual([
      ["C3", true],
      ["M2", true],
      ["M2", false],
    ]);
  });
});

describe("a filed mail in the journal", () => {
  it("P2: offers Undo like any other entry, says first what that comes to, and then does it", async () => {
    const filed = { ...entry, kind: "email", action: "file", outcome: "filed", before: null, after: null };
    const { single } = show(filed);
    await userEvent.click(await screen.findByRole("button", { name: "Undo email: file" }));
    expect(await screen.findByText("The activity is removed from Salesforce.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Undo it" }));
    expect(await screen.findByText(/the journal tells how it went/u)).toBeTruthy();
    expect(single).toEqual([true, false]);
  });
});
