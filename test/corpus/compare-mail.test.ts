import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { csv } from "../sandbox/seed/files.ts";
import { mime } from "../sandbox/seed/mime.ts";
import { differences, type FiledMail } from "./compare-mail.ts";
import { hashOf, lineHashOf, readExpected } from "./expected-mail.ts";

const table = csv("lamps.csv", [["ferry", "lamps"]]);
const raw = mime({
  messageId: "<one@harborlight.example>",
  from: "Nora Haugen <nora.haugen@harborlight.example>",
  to: ["Ben Okafor <ben.okafor@example.com>"],
  subject: "Deck lights",
  sent: new Date("2026-03-04T05:06:00Z"),
  text: "Dear Ben,\n\nthe drawings.\n",
  files: [table],
});

const filed: FiledMail = {
  id: "00T000000000001AAA",
  subject: "Deck lights",
  description:
    "From: Nora Haugen <nora.haugen@harborlight.example>\r\nTo: Ben Okafor <ben.okafor@example.com>\r\nSent: 2026-03-04 05:06 UTC\r\n\r\nDear Ben,\r\n\r\nthe drawings.",
  status: "Completed",
  isClosed: true,
  subtype: "Email",
  date: "2026-03-04",
  files: [{ name: "lamps.csv", hash: hashOf(table.bytes), lineHash: lineHashOf(table.bytes), size: table.bytes.length, text: null }],
};

describe("the comparison of a filed mail with the mail", () => {
  it("finds nothing where everything arrived", async () => {
    expect(differences(await readExpected(raw), filed)).toEqual([]);
  });

  it.each<[string, Partial<FiledMail>]>([
    ["completed", { isClosed: false, status: "Not Started" }],
    ["subject", { subject: "Deck light" }],
    ["people", { description: filed.description.replace("nora.haugen", "nora") }],
    ["time", { description: filed.description.replace("05:06", "06:06") }],
    ["time", { date: "2026-03-07" }],
    ["text", { description: filed.description.replace("drawings", "drawing") }],
    ["attachment missing", { files: [] }],
  ])("sees a wrong %s", async (what, wrong) => {
    expect(differences(await readExpected(raw), { ...filed, ...wrong }).map((difference) => difference.what)).toEqual([what]);
  });

  it("sees an attachment of which one byte is another, and one that is there twice", async () => {
    const bytes = Buffer.from(table.bytes);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const broken = { name: "lamps.csv", hash: hashOf(bytes), lineHash: lineHashOf(bytes), size: bytes.length, text: null };
    const expected = await readExpected(raw);
    expect(differences(expected, { ...filed, files: [broken] }).map(({ what }) => what)).toEqual(["attachment missing", "file too many"]);
    expect(differences(expected, { ...filed, files: [...filed.files, ...filed.files] }).map(({ what }) => what)).toEqual(["file too many"]);
  });

  it("F4: takes a file that was left out with a reason for accounted", async () => {
    expect(differences(await readExpected(raw), { ...filed, files: [] }, ["lamps.csv"])).toEqual([]);
  });

  it("F4: wants a text that was cut whole in its file", async () => {
    const long = "A line of a long text.\n".repeat(3_000).trim();
    const mail = await readExpected(
      mime({
        messageId: "<l@x.example>",
        from: "a@x.example",
        to: ["b@x.example"],
        subject: "Long",
        sent: new Date("2026-03-04T05:06:00Z"),
        text: long,
      }),
    );
    const head = "From: a@x.example\r\nTo: b@x.example\r\nSent: 2026-03-04 05:06 UTC";
    const whole = { name: "Email text.txt", hash: "", lineHash: "", size: 0, text: `${head}\r\n\r\n${long}` };
    const cut: FiledMail = {
      ...filed,
      subject: "Long",
      description: `${head}\r\n\r\n${long.slice(0, 500)}\r\n\r\n[Cut here]`,
      files: [whole],
    };
    expect(differences(mail, cut)).toEqual([]);
    expect(differences(mail, { ...cut, files: [{ ...whole, text: `${head}\r\n\r\n${long.slice(9)}` }] }).map(({ what }) => what)).toContain(
      "text",
    );
  });
});
