import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventMomentsIn } from "../../sync-service/graph/event-moments.ts";
import { attendeesOf, guestsText, peopleOf } from "../../sync-service/mappings/event-people.ts";
import { eventForms, eventMapping, sentOnlyEventFields } from "../../sync-service/mappings/event.ts";
import { blockIn, blockOf, withBlock, withoutBlock } from "../../sync-service/mappings/people-block.ts";
import type { GraphEvent, GraphPerson } from "../../sync-service/mappings/wire/graph-event.ts";

const terms = { moments: eventMomentsIn("UTC"), textOf: (html: string) => html };
const forms = eventForms(terms);
const person = (
  address: string,
  more: Partial<GraphPerson> & { readonly name?: string; readonly response?: string } = {},
): GraphPerson => ({
  type: more.type ?? "required",
  emailAddress: { address, name: more.name ?? address },
  status: { response: more.response ?? "none" },
});
const read = (wire: GraphEvent) => forms.fromGraph(wire);

describe("people of an event", () => {
  it("E3: the organizer first, then who has to come, then who may; each with name and answer; rooms are none", () => {
    const wire: GraphEvent = {
      organizer: person("Host@x.example", { name: "The Host" }),
      isOrganizer: false,
      attendees: [
        person("opt@x.example", { type: "optional", response: "declined" }),
        person("room@x.example", { type: "resource" }),
        person("B@x.example", { response: "tentativelyAccepted", name: "Bea\n Bell" }),
        person("a@x.example", { response: "accepted" }),
        person("host@x.example", { response: "accepted" }),
      ],
    };
    expect(peopleOf(read(wire).people)).toEqual([
      { address: "host@x.example", answer: "organizer", name: "The Host" },
      { address: "a@x.example", answer: "accepted", name: null },
      { address: "b@x.example", answer: "tentative", name: "Bea Bell" },
      { address: "opt@x.example", answer: "declined", name: null },
    ]);
  });

  it("P5: who is to be invited is written as the event shows them once they were, each address once", () => {
    const text = guestsText([
      { address: "b@x.example", name: "Bea\tBell" },
      { address: "a@x.example", name: "A@x.example" },
      { address: "b@x.example", name: "Another" },
    ]);
    const attendees = attendeesOf(text ?? "");
    expect(attendees).toEqual([
      { type: "required", emailAddress: { address: "a@x.example", name: "a@x.example" } },
      { type: "required", emailAddress: { address: "b@x.example", name: "Bea Bell" } },
    ]);
    expect(read({ attendees }).people).toBe(text);
    expect(guestsText([])).toBeNull();
  });

  it("P3: another order of the same people is no change", () => {
    const all = ["c@x.example", "a@x.example", "b@x.example"].map((address) => person(address));
    expect(read({ attendees: all.toReversed() }).people).toBe(read({ attendees: all }).people);
  });

  it("E5: a private event, and one that nobody else attends, has none, and is nobody else's meeting", () => {
    const meeting: GraphEvent = { iCalUId: "u", attendees: [person("a@x.example")] };
    expect(read(meeting)).toMatchObject({ meeting: "u", people: "a@x.example none" });
    expect(read({ ...meeting, sensitivity: "private" })).toMatchObject({ meeting: null, people: null });
    expect(read({ ...meeting, attendees: [], organizer: person("h@x.example") })).toMatchObject({ meeting: null, people: null });
  });

  it("E3: an occurrence is a meeting of its own wherever it was moved to", () => {
    const wire: GraphEvent = { iCalUId: "u", originalStart: "2026-03-03T10:00:00Z", attendees: [person("a@x.example")] };
    expect(read(wire).meeting).toBe("u 2026-03-03T10:00Z");
  });

  it("P5: what comes down writes nobody, and what goes up is no field", () => {
    expect(forms.toGraph({ people: "a@x.example none", meeting: "u" }, {})).toEqual({});
    expect(forms.toSalesforce({ people: "a@x.example none", meeting: "u" })).toEqual({});
  });

  it("those that only go up are the ones whose row says so", () => {
    const flows = Object.entries(eventMapping(terms)).filter(([, { flow }]) => flow === "toSalesforce");
    expect(new Set(flows.map(([field]) => field))).toEqual(sentOnlyEventFields);
  });
});

describe("the lines of ours", () => {
  const ours = blockOf([{ address: "a@x.example", answer: "accepted", name: "Ann" }]) ?? "";

  it("are no part of the text, wherever they stand, and are found again as they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = withoutBlock(text);
        const whole = withBlock(plain.trimEnd(), ours, 32_000);
        expect(withoutBlock(whole).trimEnd()).toBe(
          plain
            .trimEnd()
            .replaceAll(/\r\n|[\n\r]/gu, "\r\n")
            .trimEnd(),
        );
        expect(blockIn(whole)).toBe(ours);
      }),
    );
  });

  it("leave alone what somebody wrote below them", () => {
    expect(withoutBlock(`above\r\n\r\n${ours}\r\nbelow`)).toBe("above\r\n\r\nbelow");
  });

  it("are none where there is nobody to name", () => {
    expect([blockOf([]), blockIn("- a list"), blockIn(null)]).toEqual([null, null, null]);
  });

  it("stay when the text above is written, and are not read as notes", () => {
    const row = { Description: `old\r\n\r\n${ours}` };
    expect(forms.fromSalesforce(row).notes).toBe("old");
    expect(forms.toSalesforce({ notes: "new" }, row)).toEqual({ Description: `new\r\n\r\n${ours}` });
    expect(forms.toSalesforce({ notes: null }, row)).toEqual({ Description: ours });
    expect(forms.fromGraph({ body: { contentType: "text", content: `old\r\n\r\n${ours}` } }).notes).toBe("old");
  });
});
