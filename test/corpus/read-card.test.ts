import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { CardUnreadable, readCard } from "./read-card.ts";
import { cardsOf } from "./vcard-text.ts";

const read = (text: string) => cardsOf(Buffer.from(text)).map(readCard);

describe("a card", () => {
  it("of version 2.1 is read with its bare parameters, its folded quoted-printable, and its charset", () => {
    const text =
      "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=\r\nler;=C3=85sa\r\nTEL;CELL;VOICE:+47 1\r\nEND:VCARD\r\n";
    expect(read(text)).toEqual([{ surname: "Müller", givenName: "Åsa", mobilePhone: "+47 1" }]);
  });

  it("of version 4.0 is read, its telephone numbers as addresses too", () => {
    const text =
      'BEGIN:VCARD\nVERSION:4.0\nFN:Nora Haugen\nN:Haugen;Nora;;;\nTEL;VALUE=uri;TYPE="work,voice":tel:+47-55\nBDAY:19790423\nEND:VCARD\n';
    expect(read(text)).toEqual([
      { displayName: "Nora Haugen", surname: "Haugen", givenName: "Nora", businessPhones: ["+47-55"], birthday: "1979-04-23T11:59:00Z" },
    ]);
  });

  it("brings no picture along, and several cards of a file are several contacts", () => {
    const text = "BEGIN:VCARD\nVERSION:3.0\nN:One\nPHOTO;ENCODING=b:AAAA\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:Two\nEND:VCARD\n";
    expect(read(text)).toEqual([{ surname: "One" }, { surname: "Two" }]);
  });

  it("that holds nothing for a mailbox is refused", () => {
    expect(() => read("BEGIN:VCARD\nVERSION:3.0\nTEL;TYPE=FAX:\nEND:VCARD\n")).toThrow(CardUnreadable);
  });
});
