import { AccessLost, Gone, Refused } from "../errors.ts";
import type { Salesforce, SubReply, SubRequest } from "./api.ts";
import { askAll } from "./many-queries.ts";
import { FIELDS_HIDDEN } from "./reply-errors.ts";
import { idsOfListView, restPath, type Soql } from "./soql.ts";

export interface ListView {
  readonly object: string;
  /** Null: none is chosen. */
  readonly id: string | null;
}

/** What list views show a user, and the queries by which Salesforce found it. */
export interface Shown {
  readonly ids: readonly string[];
  readonly queries: readonly string[];
}

interface Row {
  readonly Id: string;
}

/** A folder with more people than this serves nobody, and each asking would cost many requests. */
const MOST = 10_000;

/**
 * Asks as the user: his own sharing, and what "my" means for him, decide. One request for all the views while they are what they were
 * and show at most 2,000 records each.
 * @param before the queries of the last time; null: never asked
 * @throws AccessLost when one is not chosen, gone, not shared with him, too long, or cannot be asked by a query
 */
export async function askListViews(views: readonly ListView[], before: readonly string[] | null, api: Salesforce): Promise<Shown> {
  const described = views.map((view, index): SubRequest => {
    if (view.id === null) throw notChosen(view);
    return { method: "GET", path: restPath`/sobjects/${view.object}/listviews/${view.id}/describe`, referenceId: `view${index}` };
  });
  const known = before?.length === views.length ? statements(views, before) : null;
  const asked = known?.map((statement, index) => api.queryPart(`ids${index}`, statement)) ?? [];
  const replies = await api.composite([...described, ...asked]);
  const queries = views.map((view, index) => queryOf(view, replies[index]));
  const isAsBefore = known !== null && queries.every((query, index) => query === before?.[index]);
  const ids = (isAsBefore ? wholeOf(replies.slice(views.length)) : null) ?? (await idsBy(views, queries, api));
  if (ids.length > MOST) throw tooLong(views);
  return { ids, queries };
}

function statements(views: readonly ListView[], queries: readonly string[]): readonly Soql[] {
  return views.map((view, index) => {
    const statement = idsOfListView(queries[index] ?? "", view.object);
    if (!statement) throw unreadable(view);
    return statement;
  });
}

/** Null where a reply is no answer, or only the first page of one. */
function wholeOf(replies: readonly SubReply[]): readonly string[] | null {
  const pages = replies.map(({ error, body }) => (error ? null : (body as { readonly records: readonly Row[]; readonly done: boolean })));
  return pages.every((page) => page?.done === true) ? pages.flatMap((page) => page?.records.map(({ Id }) => Id) ?? []) : null;
}

async function idsBy(views: readonly ListView[], queries: readonly string[], api: Salesforce): Promise<readonly string[]> {
  try {
    return (await askAll<Row>(statements(views, queries), api)).map(({ Id }) => Id);
  } catch (cause) {
    const isFilters = cause instanceof Refused || (cause instanceof AccessLost && cause.code === FIELDS_HIDDEN);
    throw isFilters && views[0] ? unreadable(views[0], cause) : cause;
  }
}

function queryOf(view: ListView, reply: SubReply | undefined): string {
  const cause = reply?.error;
  if (cause instanceof Gone || cause instanceof Refused) throw missing(view, cause);
  if (cause) throw cause;
  const { query } = (reply?.body ?? {}) as { readonly query?: string | null };
  if (typeof query !== "string") throw unreadable(view);
  return query;
}

const manyOf = ({ object }: ListView): string => `${object.toLowerCase()}s`;
const OTHER = "or have an administrator of Tandem choose another one in the preset; sync then goes on by itself.";

function notChosen(view: ListView): AccessLost {
  return new AccessLost({
    code: "SALESFORCE_LIST_VIEW_NOT_CHOSEN",
    message: `The preset has a list view as the scope and names none of ${manyOf(view)}, so no people are kept in step.`,
    remedy: `Have an administrator of Tandem name a list view of ${manyOf(view)} in the preset, or choose another scope.`,
  });
}

function missing(view: ListView, cause: Error): AccessLost {
  return new AccessLost(
    {
      code: "SALESFORCE_LIST_VIEW_MISSING",
      message: `The list view of ${manyOf(view)} that the preset names is gone, or is not shared with this user, so no people are kept in step.`,
      remedy: `Share the list view with the user in Salesforce, ${OTHER}`,
    },
    { cause },
  );
}

function unreadable(view: ListView, cause?: Error): AccessLost {
  return new AccessLost(
    {
      code: "SALESFORCE_LIST_VIEW_UNREADABLE",
      message: `Salesforce cannot tell by a query what the list view of ${manyOf(view)} shows this user, so no people are kept in step.`,
      remedy: `Filter the list view by fields of ${manyOf(view)} that the user may see, ${OTHER}`,
    },
    { cause },
  );
}

function tooLong(views: readonly ListView[]): AccessLost {
  return new AccessLost({
    code: "SALESFORCE_LIST_VIEW_TOO_LONG",
    message: `The list view of ${views.map(manyOf).join(" and ")} shows this user more than ${MOST} records, so no people are kept in step.`,
    remedy: `Filter the list view more narrowly, ${OTHER}`,
  });
}
