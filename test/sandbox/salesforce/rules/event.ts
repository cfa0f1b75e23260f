import { binRow, withoutBlanks } from "../bare-rows.ts";
import { text, type ObjectRules } from "../draft.ts";
import { refused } from "../errors.ts";
import { endClassicEvent, followClassicEvent, settleClassicEvent } from "../series/classic-events.ts";
import { beginSeries, completeSeries, dropEmptySeries, markException } from "../series/lightning.ts";
import { settleTimes } from "./event-times.ts";
import { copiesOf, followed, resetAnswers, settleEventPeople, storeEventPeople } from "./invitees.ts";
import { relate } from "./task.ts";

/** Of an invitee's own copy only the reminder is his; the rest follows the master. */
const OF_THE_INVITEE: ReadonlySet<string> = new Set(["IsReminderSet", "ReminderDateTime"]);

export const eventRules: ObjectRules = {
  prepare(draft, writer) {
    if (draft.before?.values["IsChild"] === true && !writer.isSystem) {
      const foreign = [...draft.given].find((field) => !OF_THE_INVITEE.has(field));
      if (foreign !== undefined)
        throw refused("FIELD_INTEGRITY_EXCEPTION", `${foreign}: only the reminder of an invitee's event can be changed`, [foreign]);
    }
    draft.values["EventSubtype"] ??= "Event";
    if (draft.values["IsPrivate"] === true && (text(draft, "WhoId") !== null || text(draft, "WhatId") !== null)) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "A private event cannot be related to other records", ["IsPrivate"]);
    }
    settleEventPeople(draft, writer.org);
    relate(draft, writer.org);
    settleTimes(draft, writer.org);
    if (draft.before === null) beginSeries(draft, writer);
    else markException(draft);
    settleClassicEvent(draft, writer);
  },
  settled(draft, writer) {
    const { org } = writer;
    for (const copy of copiesOf(org, draft.id)) {
      org.store.put("Event", {
        ...copy,
        values: withoutBlanks({
          ...copy.values,
          ...followed(draft.values),
          SystemModstamp: org.stamp(),
          LastModifiedDate: org.stamp(),
        }),
      });
    }
    storeEventPeople(draft, writer);
    resetAnswers(draft, writer);
    completeSeries(draft, writer);
    followClassicEvent(draft, writer);
  },
  removing(row, writer) {
    for (const copy of copiesOf(writer.org, row.id)) binRow(writer.org, "Event", copy, writer.access.userId);
    dropEmptySeries(row, writer);
    endClassicEvent(row, writer);
  },
};
