import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { isMbox, messagesOf } from "./mbox.ts";

const envelope = "From nora@harborlight.example Fri Jan 24 12:24:14 2003";

describe("an mbox", () => {
  it("is told by its first line, after a byte order mark too", () => {
    expect(isMbox(Buffer.from(`${envelope}\nSubject: a\n\nb\n`))).toBe(true);
    expect(isMbox(Buffer.from("\u{FEFF}From -\r\nSubject: a\r\n\r\nb\r\n"))).toBe(true);
    expect(isMbox(Buffer.from("From: nora@harborlight.example\n\nb\n"))).toBe(false);
    expect(isMbox(Buffer.from("From Russia with love\n"))).toBe(false);
  });

  it("is parted at its envelopes, and at no sentence that begins with From", () => {
    const text = `${envelope}\nSubject: one\n\nThe film is\n\nFrom Russia with love\n\n${envelope}\nSubject: two\n\nend\n`;
    expect(messagesOf(Buffer.from(text)).map(String)).toEqual([
      "Subject: one\n\nThe film is\n\nFrom Russia with love\n",
      "Subject: two\n\nend\n",
    ]);
  });

  it("gives a quoted From back as it was written, and keeps bytes of any charset", () => {
    const bytes = Buffer.concat([Buffer.from(`${envelope}\nSubject: one\n\n>From here\n>>From there\n`), Buffer.from([0xe4, 0xff, 0x0a])]);
    const [message] = messagesOf(bytes);
    expect(message).toEqual(Buffer.concat([Buffer.from("Subject: one\n\nFrom here\n>From there\n"), Buffer.from([0xe4, 0xff, 0x0a])]));
  });
});
