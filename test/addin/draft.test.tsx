import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { outlookHost } from "../../addin/office/outlook-host.ts";
import { ServiceProblem } from "../../addin/service/http.ts";
import { me } from "../browser/sample-answers.ts";
import { FakeOutlook, mail } from "./fake-outlook.ts";
import { FakeService } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";

let service: FakeService;

holdTime();
beforeEach(() => {
  service = new FakeService();
});
afterEach(() => vi.unstubAllGlobals());

const press = async (name: string) => {
  await user().click(screen.getByRole("button", { name }));
  await pass(50);
};

async function write(): Promise<void> {
  const outlook = new FakeOutlook({ is: "draft", draft: { key: "", save: async () => mail(7, { internetMessageId: null }) } });
  showPane(service, outlook);
  await pass(50);
}

it("F1: a mail that is being written is filed when it has been sent, and no more when its writer thinks better of it", async () => {
  await write();
  await press("File when sent");
  expect(screen.getByText("This mail is filed to Salesforce when it has been sent.")).toBeTruthy();
  await press("Do not file it");
  expect(screen.getByRole("button", { name: "File when sent" })).toBeTruthy();
  expect(service.whenSent).toEqual([
    { restId: "rest-7", file: true },
    { restId: "rest-7", file: false },
  ]);
});

it("says so when Exchange does not know the saved draft yet", async () => {
  service.fileWhenSent_ = async () => {
    throw new ServiceProblem({ code: "NOT_FOUND", message: "This mail is not in your mailbox.", remedy: "-" });
  };
  await write();
  await press("File when sent");
  expect(screen.getByText(/Exchange does not show it yet\. Press again in a few seconds\./u)).toBeTruthy();
});

it("cannot be asked for while sync is off, and says why", async () => {
  service.me_ = async () => ({ ...me, sync: "off" });
  await write();
  await press("File when sent");
  expect(service.whenSent).toEqual([]);
  expect(screen.getByText(/Sync is off for your mailbox/u)).toBeTruthy();
});

it.each([
  ["saves it and names it by Graph's id", { status: "succeeded", value: "AA/Mk+1" }, "AA-Mk_1"],
  ["says what Outlook said when it cannot", { status: "failed", error: { message: "offline" } }, "Outlook did not save the mail: offline"],
])("OA8: Outlook's draft %s", async (_, answer, told) => {
  vi.stubGlobal("Office", {
    EventType: { ItemChanged: "item" },
    AsyncResultStatus: { Succeeded: "succeeded" },
    MailboxEnums: { ItemType: { Message: "message" }, RestVersion: { v2_0: "v2.0" } },
    context: {
      displayLanguage: "en-GB",
      requirements: { isSetSupported: () => false },
      mailbox: {
        item: { itemType: "message", conversationId: "c1", saveAsync: (callback: (result: object) => void) => callback(answer) },
        userProfile: { displayName: "Ben", emailAddress: "ben@example.com" },
        addHandlerAsync: () => undefined,
        convertToRestId: (id: string) => id.replaceAll("/", "-").replaceAll("+", "_"),
      },
    },
  });
  const open = await outlookHost().openItem();
  if (open.is !== "draft") throw new Error(`It is ${open.is}.`);
  expect(open.draft.key).toBe("c1");
  expect(await open.draft.save().then(({ restId }) => restId, String)).toContain(told);
});
