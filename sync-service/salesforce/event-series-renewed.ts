import type { Event } from "../../shared/records/event.ts";
import { earliest } from "../cycle/clocks.ts";
import type { Page } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { anyOf, fieldNames, recordId, recordIds, soql } from "./soql.ts";

interface SeriesRow {
  readonly Id: string;
  readonly Subject: string | null;
  readonly StartDateTime: string;
  readonly Recurrence2PatternText: string | null;
  readonly Recurrence2PatternStartDate: string | null;
  readonly CreatedDate: string;
  readonly SystemModstamp: string;
}

const COLUMNS = fieldNames([
  ...["Id", "Subject", "StartDateTime", "Recurrence2PatternText", "Recurrence2PatternStartDate", "CreatedDate", "SystemModstamp"],
]);
/** The old events go and the new ones come with one act of a person; its figure is ours. */
const TOGETHER_MS = 60_000;
const IDS_A_QUERY = 300;

/**
 * E4: who gives a series another rule in Salesforce has the events that are to come made anew. They are told as replaced where a series of the
 * same user and subject, with another rule or beginning, came at the moment they went: they are no deletions for the brake.
 */
export async function withRenewed(page: Page<Event>, userId: string, api: Salesforce): Promise<Page<Event>> {
  const ids = page.changes.flatMap((change) => (change.is === "gone" && change.followedBy === undefined ? [change.id] : []));
  if (ids.length === 0) return page;
  const own = soql`OwnerId = ${recordId(userId)} AND IsRecurrence2 = true`;
  const groups = Array.from({ length: Math.ceil(ids.length / IDS_A_QUERY) }, (_, at) =>
    ids.slice(at * IDS_A_QUERY, (at + 1) * IDS_A_QUERY),
  );
  const gone = await askAll<SeriesRow>(
    groups.map((some) => soql`SELECT ${COLUMNS} FROM Event WHERE Id IN ${recordIds(some)} AND IsDeleted = true AND ${own}`),
    api,
    "queryAll",
  );
  const coming = gone.filter(({ StartDateTime, SystemModstamp }) => Date.parse(StartDateTime) >= Date.parse(SystemModstamp));
  if (coming.length === 0) return page;
  const since = new Date(earliest(coming.map(({ SystemModstamp }) => new Date(SystemModstamp))).getTime() - TOGETHER_MS);
  const subjects = [...new Set(coming.map(({ Subject }) => Subject))];
  const made = await askAll<SeriesRow>(
    packed(subjects.map((subject) => soql`Subject = ${subject}`)).map(
      (group) => soql`SELECT ${COLUMNS} FROM Event WHERE ${own} AND CreatedDate >= ${since} AND ${anyOf(group)}`,
    ),
    api,
  );
  const renewed = new Set(coming.filter((one) => made.some((other) => replaces(other, one))).map(({ Id }) => Id));
  return {
    ...page,
    changes: page.changes.map((change) => (change.is === "gone" && renewed.has(change.id) ? { ...change, replaced: "coming" } : change)),
  };
}

function replaces(made: SeriesRow, gone: SeriesRow): boolean {
  const isAnother =
    made.Recurrence2PatternText !== gone.Recurrence2PatternText || made.Recurrence2PatternStartDate !== gone.Recurrence2PatternStartDate;
  const apart = Math.abs(Date.parse(made.CreatedDate) - Date.parse(gone.SystemModstamp));
  return made.Subject === gone.Subject && isAnother && apart <= TOGETHER_MS;
}
