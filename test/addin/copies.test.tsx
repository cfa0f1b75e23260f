import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { LocaleProvider } from "../../addin/components/service-context.ts";
import { UsersPanel } from "../../addin/features/administration/users-panel.tsx";
import type { AdministrationService } from "../../addin/service/administration-service.ts";
import type { Copies, User } from "../../shared/api/administration.ts";
import { refused } from "./fake-service.ts";
import { holdTime, pass, user } from "./shown-pane.tsx";

const ben: User = { id: "u1", email: "ben@example.com", salesforceUsername: "ben@org", sync: "on", state: "healthy", reason: null };
const some: Copies = {
  counts: [
    { kind: "contact", copies: 12 },
    { kind: "task", copies: 1 },
  ],
  staying: 2,
};
const none: Copies = { counts: [], staying: 2 };

let answers: Copies[] = [];
let removal: () => Promise<Copies>;
let removals = 0;

holdTime();
beforeEach(() => {
  answers = [some];
  removals = 0;
  removal = async () => some;
});

const press = async (name: string) => {
  await user().click(screen.getByRole("button", { name }));
  await pass(50);
};

async function show(): Promise<void> {
  const service: Partial<AdministrationService> = {
    users: async () => ({ items: [ben], next: null }),
    copies: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? none,
    removeCopies: () => {
      removals += 1;
      return removal();
    },
  };
  render(
    <FluentProvider theme={webLightTheme}>
      <LocaleProvider value="en">
        <UsersPanel service={service as AdministrationService} />
      </LocaleProvider>
    </FluentProvider>,
  );
  await pass(50);
  await press("Copies of ben@example.com");
}

describe("B5: the copies in a mailbox", () => {
  it("are told before anything is removed, with what stays", async () => {
    await show();
    expect(screen.getByText("Sync has made 12 contacts and 1 task here.")).toBeTruthy();
    expect(screen.getByText(/2 meetings stay: others take part/u)).toBeTruthy();
    expect(screen.getByText(/can be undone from the journal/u)).toBeTruthy();
    await press("Close");
    expect([removals, screen.queryByText(/Sync has made/u)]).toEqual([0, null]);
  });

  it("are removed by a press that names how many, and are counted until none is left", async () => {
    await show();
    answers = [some, { counts: [{ kind: "contact", copies: 1 }], staying: 2 }, none];
    await press("Remove 13 copies");
    expect(removals).toBe(1);
    await pass(2_100);
    expect(screen.getByText("1 copy is left to be removed; what was changed meanwhile stays.")).toBeTruthy();
    await pass(2_100);
    expect(screen.getByText("The copies are removed.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Remove/u })).toBeNull();
  });

  it("stay where the service refuses, which says why", async () => {
    removal = async () => {
      throw refused("The sync is not switched on.");
    };
    await show();
    await press("Remove 13 copies");
    expect(screen.getByText(/The sync is not switched on/u)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Remove 13 copies" })).toBeTruthy();
  });

  it("are nothing to be removed where there are none", async () => {
    answers = [{ counts: [], staying: 0 }];
    await show();
    expect(screen.getByText("Sync has made nothing here that could be removed.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Remove/u })).toBeNull();
  });
});
