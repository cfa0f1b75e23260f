import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activityText } from "../../sync-service/filing/description.ts";
import { PLAIN_TRAITS } from "../../sync-service/filing/mail-traits.ts";
import type { Email } from "../../sync-service/filing/email.ts";
import { fileName } from "../../sync-service/filing/file-name.ts";
import { filesToTake, LARGEST_FILE } from "../../sync-service/filing/files-to-take.ts";
import { dayIn } from "../../sync-service/filing/rules.ts";

const limits = { subject: 255, description: 32_000 };
const extras = { listed: [], cloudFiles: [] };
const email: Email = {
  id: "m",
  internetMessageId: "<1@acme>",
  folderId: "f",
  categories: [],
  subject: "Hi",
  from: { name: "Jane", address: "jane@acme.example" },
  to: [{ name: null, address: "anna@lumen.example" }],
  cc: [],
  bcc: [{ name: null, address: "boss@lumen.example" }],
  sentAt: "2026-11-10T18:30:00Z",
  importance: "normal",
  isDraft: false,
  ...PLAIN_TRAITS,
  text: "One\nTwo",
};

describe("the words of an activity", () => {
  it("F1: head lines, an empty line, the text, in Salesforce's line ends; a blind copy is not listed (F2)", () => {
    expect(activityText(email, extras, limits)).toEqual({
      subject: "Hi",
      description: "From: Jane <jane@acme.example>\r\nTo: anna@lumen.example\r\nSent: 2026-11-10 18:30 UTC\r\n\r\nOne\r\nTwo",
      whole: null,
      notes: [],
    });
  });

  it("F7: a mail without subject gets words for one", () => {
    expect(activityText({ ...email, subject: null }, extras, limits).subject).toBe("(no subject)");
    expect(activityText({ ...email, subject: " \n " }, extras, limits).subject).toBe("(no subject)");
  });

  it("F7: a subject of 100,000 characters is cut with a note, and whole in the file", () => {
    const subject = "long ".repeat(20_000).trim();
    const text = activityText({ ...email, subject }, extras, limits);
    expect(text.subject.length).toBe(255);
    expect(text.whole).toContain(`Subject: ${subject}\r\n`);
    expect(text.notes.join(" ")).toContain("subject was too long");
  });

  it("F7: thousands of recipients do not push out the text", () => {
    const to = Array.from({ length: 5_000 }, (_, n) => ({ name: `Person ${n}`, address: `p${n}@acme.example` }));
    const text = activityText({ ...email, to }, extras, limits);
    expect(text.description.length).toBeLessThanOrEqual(32_000);
    expect(text.description).toContain("\r\n\r\nOne\r\nTwo");
    expect(text.whole).toContain("p4999@acme.example");
  });

  it("F4: a text that does not fit is cut with a note, and is whole for a file", () => {
    const body = "0123456789\n".repeat(10_000);
    const text = activityText({ ...email, text: body }, extras, limits);
    expect(text.description.length).toBeLessThanOrEqual(32_000);
    expect(text.description.length).toBeGreaterThan(31_900);
    expect(text.description).toMatch(/\[Cut here: the whole text is in the file "Email text.txt".\]$/);
    expect(text.whole).toContain(body.trim().replaceAll("\n", "\r\n"));
  });

  it("SEC16: whatever the text, what is sent fits and holds no control character and no half of a character", () => {
    const any = fc.string({
      unit: fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.constantFrom("\ud83d", "\u0000", "\n", "ab")),
      maxLength: 300,
    });
    fc.assert(
      fc.property(any, any, fc.integer({ min: 400, max: 500 }), (subject, body, description) => {
        const text = activityText({ ...email, subject, text: body }, extras, { subject: 40, description });
        expect(text.subject.length).toBeLessThanOrEqual(40);
        expect(text.description.length).toBeLessThanOrEqual(description);
        for (const words of [text.subject, text.description, text.whole ?? ""]) {
          expect(words.isWellFormed()).toBe(true);
          expect(words).not.toMatch(/[^\P{Cc}\t\r\n]/u);
        }
      }),
    );
  });
});

describe("SEC17: names of files", () => {
  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\offer.pdf", "offer.pdf"],
    ["in\u202Efdp.exe", "infdp.exe"],
    ["a\u0000b\r\nc.txt", "abc.txt"],
    ["  .hidden. ", "hidden"],
    ["", "attachment 1"],
    ["..", "attachment 1"],
    ['wh?t: "this".doc', "wh_t_ _this_.doc"],
  ])("%j becomes %j", (given, name) => expect(fileName(given, "attachment 1")).toBe(name));

  it("a name of 300 characters keeps what tells its type", () => {
    const name = fileName(`${"x".repeat(300)}.pdf`, "f");
    expect(name.length).toBe(200);
    expect(name.endsWith("x.pdf")).toBe(true);
  });
});

describe("F4: which attachments are taken", () => {
  const head = (id: string, more = {}) => ({ id, name: id, size: 10, inline: false, is: "file" as const, contentType: null, ...more });
  const take = (heads: Parameters<typeof filesToTake>[0], chosen?: string[], inline = false) => filesToTake(heads, chosen, inline, "files");

  it("all but the images of the text", () => {
    expect(take([head("a"), head("b", { inline: true })]).files.map(({ name }) => name)).toEqual(["a"]);
    expect(take([head("a"), head("b", { inline: true })], undefined, true).files.length).toBe(2);
  });

  it("those a person chose, images of the text among them", () => {
    expect(take([head("a"), head("b", { inline: true })], ["b"]).files.map(({ name }) => name)).toEqual(["b"]);
    expect(take([head("a")], []).files).toEqual([]);
  });

  it("an attached mail as .eml, an appointment as .ics", () => {
    const names = take([head("Re: hello", { is: "item" }), head("Lunch", { is: "item", contentType: "text/calendar" })]).files.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["Re_ hello.eml", "Lunch.ics"]);
  });

  it("a file in the cloud as a link only", () => {
    expect(take([head("plan.xlsx", { is: "cloud-link" })])).toEqual({ files: [], cloudFiles: ["plan.xlsx"] });
  });

  it("none over 2 GB, and it says so", () => {
    expect(take([head("film", { size: LARGEST_FILE + 1 })]).files[0]?.refused?.code).toBe("FILE_TOO_LARGE");
  });
});

describe("the day of an activity", () => {
  it("is that of the mailbox's time zone", () => {
    const instant = new Date("2026-11-11T02:30:00Z");
    expect([dayIn("America/Los_Angeles", instant), dayIn("Asia/Tokyo", instant), dayIn("No/Where", instant)]).toEqual([
      "2026-11-10",
      "2026-11-11",
      "2026-11-11",
    ]);
  });
});
