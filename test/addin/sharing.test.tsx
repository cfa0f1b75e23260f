import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import { filed, notFiled } from "../browser/sample-answers.ts";
import { FakeOutlook, opened } from "./fake-outlook.ts";
import { FakeService, refused } from "./fake-service.ts";
import { holdTime, pass, showPane, user } from "./shown-pane.tsx";

let service: FakeService;

holdTime();
beforeEach(() => {
  service = new FakeService();
});

const press = async (name: string) => {
  await user().click(screen.getByRole("button", { name }));
  await pass(50);
};

/** The service as it goes on answering from now on. */
function answers(status: EmailStatus): EmailStatus {
  service.status_ = async () => status;
  return status;
}

async function openFile(): Promise<void> {
  showPane(service, new FakeOutlook(opened(1)));
  await pass(50);
  await user().click(screen.getByRole("tab", { name: "File" }));
  await pass(50);
}

describe("F5: Do not share", () => {
  it("is set on a mail or a conversation, keeps File from being pressed, and is taken off again", async () => {
    service.share_ = async (_mail, { scope, share }) => answers({ ...notFiled, sharing: { ...notFiled.sharing, [scope]: !share } });
    await openFile();
    await user().click(screen.getByRole("switch", { name: "Do not share this conversation" }));
    await pass(50);
    expect(screen.getByText("This conversation is marked Do not share.")).toBeTruthy();
    await press("File");
    expect(service.filed).toEqual([]);
    await user().click(screen.getByRole("switch", { name: "Do not share this conversation" }));
    await pass(50);
    await press("File");
    expect(service.filed).toHaveLength(1);
    expect(service.shared).toEqual([
      { scope: "thread", share: false },
      { scope: "thread", share: true },
    ]);
  });

  it("on a filed mail asks whether to remove the activity, and shows what was done", async () => {
    answers(filed);
    const marked: EmailStatus = {
      ...filed,
      sharing: { mail: true, thread: false, rule: null },
      removal: { possible: true, why: null, asked: true },
    };
    service.share_ = async () => answers(marked);
    const note = "The activity was removed from Salesforce, with 2 files of it.";
    service.remove_ = async () => answers({ ...notFiled, sharing: marked.sharing, notes: [note] });
    await openFile();
    await user().click(screen.getByRole("switch", { name: "Do not share this mail" }));
    await pass(50);
    expect(screen.getByText("This mail is filed. Remove the activity from Salesforce, with its files?")).toBeTruthy();
    expect(service.removed).toBe(0);
    await press("Remove the activity");
    expect(service.removed).toBe(1);
    await user().click(screen.getByRole("tab", { name: "Status" }));
    expect(screen.getByText(note)).toBeTruthy();
  });

  it("keeps what is filed when a person says so", async () => {
    answers({ ...filed, sharing: { mail: true, thread: false, rule: null }, removal: { possible: true, why: null, asked: true } });
    await openFile();
    await press("Keep it");
    expect(screen.queryByRole("button", { name: "Remove the activity" })).toBeNull();
    expect(service.removed).toBe(0);
  });

  it("says why a colleague's filing is not removed, and why a private mail is kept out whatever is chosen", async () => {
    const rule = { code: "PRIVATE_MAIL", message: "This mail was sent as private, so it is not filed.", remedy: "Nothing to do." };
    answers({
      ...filed,
      sharing: { mail: false, thread: false, rule },
      removal: { possible: false, why: "Eva filed it too.", asked: true },
    });
    await openFile();
    expect(screen.getAllByText(rule.message).length).toBeGreaterThan(0);
    expect(screen.getByText("Eva filed it too.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove the activity" })).toBeNull();
    expect(screen.getByRole("button", { name: "File" }).getAttribute("aria-disabled")).toBe("true");
  });

  it("a refusal is shown with its next step", async () => {
    service.share_ = async () => {
      throw refused("The mail has left the mailbox.");
    };
    await openFile();
    await user().click(screen.getByRole("switch", { name: "Do not share this mail" }));
    await pass(50);
    expect(screen.getByText(/The mail has left the mailbox\. Do this\./u)).toBeTruthy();
  });
});

describe("F3: later replies", () => {
  it("are asked about once a conversation, shown, and ended", async () => {
    answers({ ...filed, thread: { replies: "unasked", record: "Big deal" } });
    service.replies_ = async (_mail, { replies }) => answers({ ...filed, thread: { replies, record: "Big deal" } });
    await openFile();
    expect(screen.getByText(/File later replies of this conversation to Big deal too/u)).toBeTruthy();
    await press("File replies too");
    expect(screen.getByText("Later replies of this conversation are filed to Big deal too.")).toBeTruthy();
    await press("Stop filing replies");
    expect(screen.queryByText(/Later replies/u)).toBeNull();
    await press("File later replies too");
    expect(service.shared).toEqual([{ replies: "file" }, { replies: "leave" }, { replies: "file" }]);
  });
});
