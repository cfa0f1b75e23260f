import type { Event } from "../../shared/records/event.ts";
import type { Texts } from "./body-text.ts";
import type { TextForm } from "./canonical-text.ts";
import * as graph from "./graph-event-codecs.ts";
import { meeting, meetingInSalesforce } from "./event-meeting.ts";
import { people, peopleInSalesforce } from "./event-people.ts";
import { codecs, fieldsOf, type Mapping, readRecord, writeChanges } from "./mapping.ts";
import * as salesforce from "./salesforce-event-codecs.ts";
import type { GraphEvent } from "./wire/graph-event.ts";
import type { SalesforceEvent } from "./wire/salesforce-event.ts";

/** What the meaning of an event depends on: the mailbox's clock, and how HTML is read. */
export interface EventTerms extends Texts {
  readonly moments: graph.EventMoments;
}

const line = (limit: number): TextForm => ({ limit, lines: false });
const lines = (limit: number): TextForm => ({ limit, lines: true });
/** Characters of the Description. */
export const DESCRIPTION_LENGTH = 32_000;

/** E2: which field is which (lengths: Event's describe). */
export function eventMapping({ moments, ...texts }: EventTerms): Mapping<Event, GraphEvent, SalesforceEvent> {
  return {
    subject: { flow: "both", graph: graph.subject(line(255)), salesforce: salesforce.text("Subject", line(255)) },
    time: { flow: "both", graph: graph.time(moments), salesforce: salesforce.time() },
    location: { flow: "both", graph: graph.location(line(255)), salesforce: salesforce.text("Location", line(255)) },
    notes: {
      flow: "both",
      graph: graph.body(lines(DESCRIPTION_LENGTH), texts),
      salesforce: salesforce.description(lines(DESCRIPTION_LENGTH), DESCRIPTION_LENGTH),
    },
    showAs: { flow: "both", graph: graph.showAs(), salesforce: salesforce.showAs() },
    isPrivate: { flow: "both", graph: graph.isPrivate(), salesforce: salesforce.isPrivate() },
    // After the time: the minutes that Exchange counts begin at the start as it will be.
    reminderAt: { flow: "both", graph: graph.reminder(moments), salesforce: salesforce.reminder() },
    people: { flow: "toSalesforce", graph: people(), salesforce: peopleInSalesforce() },
    meeting: { flow: "toSalesforce", graph: meeting(), salesforce: meetingInSalesforce() },
    series: { flow: "both", graph: graph.series(), salesforce: salesforce.series() },
  };
}

/** Events of one mailbox and one org, to and fro. */
export interface EventForms {
  fromGraph(wire: GraphEvent): Event;
  /** Values that stand in a richer form than the record shows, so that writing them would lose it (E2). */
  guardedInGraph(wire: GraphEvent): readonly (keyof Event)[];
  /** The PATCH for these changes; the POST, when `current` is empty. */
  toGraph(changes: Partial<Event>, current: GraphEvent): Partial<GraphEvent>;
  fromSalesforce(wire: SalesforceEvent): Event;
  /** @param current the row as it stands; blank, when it is new */
  toSalesforce(changes: Partial<Event>, current?: SalesforceEvent): Partial<SalesforceEvent>;
}

export function eventForms(terms: EventTerms): EventForms {
  const mapping = eventMapping(terms);
  const inGraph = codecs(mapping, "graph");
  const inSalesforce = codecs(mapping, "salesforce");
  return {
    fromGraph: (wire) => readRecord(inGraph, wire),
    guardedInGraph: (wire) => (graph.isRich(wire) ? ["notes"] : []),
    toGraph: (changes, current) => writeChanges(inGraph, changes, current),
    fromSalesforce: (wire) => readRecord(inSalesforce, wire),
    toSalesforce: (changes, current = {}) => writeChanges(inSalesforce, changes, current),
  };
}

/** The field of Salesforce that has to be seen and written for each. */
export const salesforceEventFields: Readonly<Record<keyof Event, keyof SalesforceEvent>> = {
  subject: "Subject",
  time: "StartDateTime",
  location: "Location",
  notes: "Description",
  showAs: "ShowAs",
  isPrivate: "IsPrivate",
  reminderAt: "ReminderDateTime",
  people: "WhoId",
  meeting: "Subject",
  series: "Subject",
};

export const eventFields = fieldsOf(salesforceEventFields);

/** Those whose flow is `toSalesforce`. */
export const sentOnlyEventFields: ReadonlySet<keyof Event> = new Set(["people", "meeting"]);
