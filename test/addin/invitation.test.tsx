import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { EventGuests } from "../../shared/api/invitation.ts";
import { FakeOutlook } from "./fake-outlook.ts";
import { FakeService, refused } from "./fake-service.ts";
import { showPane } from "./shown-pane.tsx";

afterEach(cleanup);

const two: EventGuests = {
  people: [
    { name: "Ada Moe", email: "ada@trey.example" },
    { name: "Bo Lie", email: "bo@trey.example" },
    { name: "Cy Hov", email: null },
  ],
  mails: 2,
  problem: null,
  asked: false,
};

function open(people: EventGuests): FakeService {
  const service = new FakeService();
  let now = people;
  service.guests_ = async () => now;
  service.invite_ = async () => (now = { ...now, asked: true });
  showPane(service, new FakeOutlook({ is: "meeting", meeting: { restId: "event-1", subject: "Demo" } }));
  return service;
}
const names = async () =>
  within(await screen.findByRole("list", { name: "People in Salesforce" }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

describe("the people of an event that came down, in the pane", () => {
  it("P5: they are named, and invited only after it was said how many are mailed", async () => {
    const service = open(two);
    expect(await names()).toEqual(["Ada Moe ada@trey.example", "Bo Lie bo@trey.example", "Cy Hov no e-mail address"]);
    await press("Invite 2 people");
    expect(screen.getByText("Exchange would mail 2 people an invitation. That cannot be undone.")).toBeTruthy();
    await press("Back");
    await press("Invite 2 people");
    expect(service.invited).toEqual([]);
    await press("Invite, and mail 2 people");
    expect(service.invited).toEqual([{ emails: ["ada@trey.example", "bo@trey.example"], mails: 2 }]);
    expect(await screen.findByText("They are being invited: Exchange mails 2 people.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Invite/u })).toBeNull();
  });

  it("P5: when the people are others by now, it says so, shows them, and asks anew", async () => {
    const service = open(two);
    const [ada] = two.people;
    service.invite_ = async () => {
      service.guests_ = async () => ({ ...two, people: ada ? [ada] : [], mails: 1 });
      throw refused("Exchange would mail 1 person.");
    };
    await names();
    await press("Invite 2 people");
    await press("Invite, and mail 2 people");
    expect(await screen.findByRole("button", { name: "Invite 1 person" })).toBeTruthy();
    expect(await names()).toEqual(["Ada Moe ada@trey.example"]);
    expect(screen.getByText(/Exchange would mail 1 person\./u)).toBeTruthy();
  });

  it("P5: who cannot be invited is named with the reason; of an event with nobody to invite nothing is shown", async () => {
    open({ ...two, mails: 0, problem: { code: "PRIVATE", message: "The event is private.", remedy: "Invite them in Outlook." } });
    expect(await names()).toHaveLength(3);
    expect(screen.getByText(/The event is private\./u)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Invite/u })).toBeNull();
    cleanup();
    open({ people: [], mails: 0, problem: null, asked: false });
    await screen.findByRole("button", { name: "Why is it so?" });
    expect(screen.queryByText("People in Salesforce")).toBeNull();
  });
});
