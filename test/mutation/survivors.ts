import type { Excuse } from "./verdict.ts";

/** Every mutant that may survive, with the reason. One that is killed meanwhile has to go from here: the run says so. */
export const survivors: readonly Excuse[] = [
  {
    file: "sync-service/engine/decide-lost.ts",
    why: "A side that is not Exchange is Salesforce; and a link that is no longer early is asked for nothing else of its state.",
    mutants: [
      ['"salesforce"', '""'],
      ['"new"', '""'],
    ],
  },
  {
    file: "sync-service/engine/decide-lost.ts",
    why: "True by what was asked before; the condition is for the types.",
    mutants: [
      ['known.exchange.is === "gone"', "true"],
      ['known.salesforce.is === "gone"', "true"],
    ],
  },
  {
    file: "sync-service/engine/decide-lost.ts",
    why: "Of an item that went up before it was withheld: whether the pair is parted or let go; the item stays either way.",
    mutants: [
      ['known.origin === "exchange"', "false"],
      ['"exchange"', '""'],
    ],
  },
  {
    file: "sync-service/engine/decide-pair.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/engine/decide-pair.ts",
    why: "A word that is only ever compared with the other one of two: anything else than that means the same.",
    mutants: [['"salesforce"', '""']],
  },
  {
    file: "sync-service/engine/decide-pair.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/engine/decide-pair.ts",
    why: "What stands before it has ruled out that there is nothing; the question mark is for the types.",
    mutants: [["known.stood.salesforce?.ownerId", "known.stood.salesforce.ownerId"]],
  },
  {
    file: "sync-service/engine/decide-undo.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/engine/decide-undo.ts",
    why: "True by what was asked before; the condition is for the types.",
    mutants: [
      ['exchange.is === "present"', "true"],
      ['salesforce.is === "present"', "true"],
    ],
  },
  {
    file: "sync-service/engine/decide-undo.ts",
    why: "What stands before it has ruled out that there is nothing; the question mark is for the types.",
    mutants: [["view?.is", "view.is"]],
  },
  {
    file: "sync-service/engine/decide.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/engine/match.ts",
    why: "True by what was asked before; the condition is for the types.",
    mutants: [["twin !== undefined", "true"]],
  },
  {
    file: "sync-service/engine/reconcile.ts",
    why: "A value that is alike to nothing is nothing, and then both come to null.",
    mutants: [["was !== null", "true"]],
  },
  {
    file: "sync-service/engine/swing.ts",
    why: "Before the first value stands none that could be equal; one more code unit of none changes every fingerprint alike.",
    mutants: [
      ["index >= 2", "true"],
      ["index < text.length", "index <= text.length"],
    ],
  },
  {
    file: "sync-service/mappings/body-text.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/body-text.ts",
    why: "What stands before it has ruled out that there is nothing; the question mark is for the types.",
    mutants: [
      ["body?.content", "body.content"],
      ["tag?.toLowerCase", "tag.toLowerCase"],
    ],
  },
  {
    file: "sync-service/mappings/canonical-text.ts",
    why: "A text that fits is cut to itself: a quicker way to the same.",
    mutants: [
      ["text.length <= limit", "false"],
      ["text.length <= limit", "text.length < limit"],
    ],
  },
  {
    file: "sync-service/mappings/contact-faults.ts",
    why: "A word that is only ever compared with the other one of two: anything else than that means the same.",
    mutants: [['"contact"', '""']],
  },
  {
    file: "sync-service/mappings/contact.ts",
    why: "A form without members cuts nothing and takes one line: the same.",
    mutants: [["{ limit: null, lines: false }", "{}"]],
  },
  {
    file: "sync-service/mappings/contact.ts",
    why: "An empty list for the types alone: each of these fields has such a property.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/mappings/event-meeting.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/event-meeting.ts",
    why: "Nothing is written: spreading undefined into the patch adds as little as spreading an empty object.",
    mutants: [["() => ({})", "() => undefined"]],
  },
  {
    file: "sync-service/mappings/event-people.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/event-people.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/mappings/event-people.ts",
    why: "Nothing is written: spreading undefined into the patch adds as little as spreading an empty object.",
    mutants: [["() => ({})", "() => undefined"]],
  },
  {
    file: "sync-service/mappings/event-people.ts",
    why: "What stands before it has ruled out that there is nothing; the question mark is for the types.",
    mutants: [["person.emailAddress?.name", "person.emailAddress.name"]],
  },
  {
    file: "sync-service/mappings/event-people.ts",
    why: "Who is listed twice counts once, by his first line, and of one address there is one line: the order of equals does not show.",
    mutants: [
      ["asked.filter(isOptional)", "asked"],
      ["addressOf(one) > addressOf(other)", "true"],
      ["addressOf(one) > addressOf(other)", "false"],
      ["addressOf(one) > addressOf(other)", "addressOf(one) >= addressOf(other)"],
      ["addressOf(one) > addressOf(other)", "addressOf(one) <= addressOf(other)"],
    ],
  },
  {
    file: "sync-service/mappings/event-series.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/mappings/event-series.ts",
    why: "Asked together with the zone, which stands on the same line: neither is there without the other.",
    mutants: [["first === undefined", "false"]],
  },
  {
    file: "sync-service/mappings/event-time.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/event-time.ts",
    why: "Half an interval is no interval either way: Date.parse of nothing is no number.",
    mutants: [
      ["start === undefined || end === undefined", "false"],
      ["start === undefined || end === undefined", "start === undefined && end === undefined"],
      ["start === undefined", "false"],
      ["end === undefined", "false"],
    ],
  },
  {
    file: "sync-service/mappings/graph-contact-codecs.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/graph-contact-codecs.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/mappings/graph-event-codecs.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/graph-event-codecs.ts",
    why: "Nothing is written: spreading undefined into the patch adds as little as spreading an empty object.",
    mutants: [["() => ({})", "() => undefined"]],
  },
  {
    file: "sync-service/mappings/graph-event-codecs.ts",
    why: "The text of an interval is made of its start and end alone; whether it is all day shows in their form.",
    mutants: [
      ["true", "false"],
      ["false", "true"],
    ],
  },
  {
    file: "sync-service/mappings/people-block.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/people-block.ts",
    why: "What stands before it has ruled out that there is nothing; the question mark is for the types.",
    mutants: [["text?.includes", "text.includes"]],
  },
  {
    file: "sync-service/mappings/recurrence.ts",
    why: "A blank that stands in for an absent word: it is compared with known words or parsed, and neither is one of them.",
    mutants: [['""', '"Stryker was here!"']],
  },
  {
    file: "sync-service/mappings/recurrence.ts",
    why: "A day of the week is always found; the word is for the types.",
    mutants: [['"monday"', '""']],
  },
  {
    file: "sync-service/mappings/recurrence.ts",
    why: "An empty list that stands in for an absent one: no field, person or part of a rule has the name that the mutant puts in.",
    mutants: [["[]", '["Stryker was here"]']],
  },
  {
    file: "sync-service/mappings/recurrence.ts",
    why: "An ordinal in BYDAY has one digit and stands first in its part.",
    mutants: [
      ["/^-?\\d+/u", "/-?\\d+/u"],
      ["/^-?\\d+/u", "/^-?\\d/u"],
    ],
  },
  {
    file: "sync-service/mappings/salesforce-contact-codecs.ts",
    why: "Nothing is written: spreading undefined into the patch adds as little as spreading an empty object.",
    mutants: [["() => ({})", "() => undefined"]],
  },
  {
    file: "sync-service/mappings/salesforce-event-codecs.ts",
    why: "Nothing is written: spreading undefined into the patch adds as little as spreading an empty object.",
    mutants: [["() => ({})", "() => undefined"]],
  },
  {
    file: "sync-service/mappings/salesforce-event-codecs.ts",
    why: "The text of an interval is made of its start and end alone; whether it is all day shows in their form.",
    mutants: [
      ["true", "false"],
      ["false", "true"],
    ],
  },
  {
    file: "sync-service/mappings/salesforce-event-codecs.ts",
    why: "What is absent cannot be read as an instant either, and an absent value is not sent.",
    mutants: [
      ["!StartDateTime || !EndDateTime", "false"],
      ["!StartDateTime || !EndDateTime", "!StartDateTime && !EndDateTime"],
      ["value === null", "false"],
    ],
  },
  {
    file: "sync-service/mappings/task-picklists.ts",
    why: "Two equal words have the same name in the org: a quicker way to the same.",
    mutants: [["one === other", "false"]],
  },
];
