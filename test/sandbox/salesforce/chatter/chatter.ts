import { isJson, jsonBody, type ApiReply, type ApiRequest, type Json } from "../api/request.ts";
import { recordOf } from "../draft.ts";
import { methodNotAllowed, noAccess, notFound, refusal, refused } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import type { Comment, FeedElement } from "./feeds.ts";
import { readSegments, type Segment } from "./message-body.ts";
import { baseOf, commentView, elementView, likesView, likeView, page, searchable, userDetail, userSummary } from "./views.ts";

/** `/chatter/…`, and the same under `/connect/…`. @throws Refusal; 501 by name for what is not covered */
export function chatter(request: ApiRequest, notCovered: (request: ApiRequest) => never): ApiReply {
  if (!request.org.switches.chatter) throw refusal(403, "FUNCTIONALITY_NOT_ENABLED", "Chatter is not enabled for this organization.");
  const [, resource, id, ...rest] = request.segments;
  switch (resource) {
    case undefined:
      return ok({ feeds: `${baseOf(request)}/chatter/feeds`, users: `${baseOf(request)}/chatter/users` });
    case "users":
      return rest.length > 0 ? notCovered(request) : users(request, id);
    case "feeds":
      return feeds(request, id, rest, notCovered);
    case "feed-elements":
      return feedElements(request, id, rest, notCovered);
    case "comments":
      return comments(request, id, rest, notCovered);
    case "likes":
      return like(request, id);
    default:
      return notCovered(request);
  }
}

function ok(body: Json, status = 200): ApiReply {
  return { status, body };
}

function users(request: ApiRequest, id: string | undefined): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed();
  const { store } = request.org;
  if (id === undefined) {
    const active = [...store.rows("User")].filter((user) => user.values["IsActive"] === true).map((user) => user.id);
    return ok(page(request, "users", `${baseOf(request)}/chatter/users`, active, (one) => userSummary(request, one)));
  }
  const userId = id === "me" ? request.access.userId : canonicalId(id);
  if (userId === null || !store.get("User", userId)) throw notFound();
  return ok(userDetail(request, userId));
}

const FEED_NAMES = ["news", "company", "to", "record", "user-profile"] as const;

/** GET `/chatter/feeds/news/me/feed-elements`, `/chatter/feeds/record/{id}/feed-elements` and their like. */
function feeds(
  request: ApiRequest,
  kind: string | undefined,
  rest: readonly string[],
  notCovered: (request: ApiRequest) => never,
): ApiReply {
  const base = `${baseOf(request)}/chatter/feeds`;
  if (request.method !== "GET") throw methodNotAllowed();
  if (kind === undefined) {
    const line = (name: string) => ({
      feedElementsUrl: `${base}/${name}/me/feed-elements`,
      feedType: name,
      feedUrl: `${base}/${name}/me`,
      label: name,
    });
    return ok({ favorites: [], feeds: FEED_NAMES.slice(0, 3).map(line) });
  }
  const name = FEED_NAMES.find((one) => one === kind);
  if (!name) return notCovered(request);
  const [subject, elements] = name === "company" ? ["me", rest[0]] : rest;
  if (subject === undefined) throw notFound();
  const url = name === "company" ? `${base}/company/feed-elements` : `${base}/${name}/${subject}/feed-elements`;
  if (elements === undefined)
    return ok({ feedElementsUrl: url, feedElementPostUrl: `${baseOf(request)}/chatter/feed-elements`, isModifiedUrl: null });
  if (elements !== "feed-elements") return notCovered(request);
  const subjectId = subject === "me" ? request.access.userId : canonicalId(subject);
  if (subjectId === null) throw notFound();
  const query = request.query.get("q")?.toLowerCase();
  const found = request.feeds.visible(request.access, belongs(request, name, subjectId)).filter((element) => {
    return query === undefined || searchable(request, element).includes(query);
  });
  const byChange = request.query.get("sort") === "LastModifiedDateDesc";
  const sorted = byChange ? found.toSorted((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : a.modifiedAt > b.modifiedAt ? -1 : 0)) : found;
  return ok({
    ...page(request, "elements", url, sorted, (element) => elementView(request, element)),
    isModifiedToken: null,
    isModifiedUrl: null,
    updatesToken: String(sorted.length),
    updatesUrl: `${url}?updatedSince=${sorted.length}`,
  });
}

function belongs(request: ApiRequest, name: (typeof FEED_NAMES)[number], subjectId: string): (element: FeedElement) => boolean {
  switch (name) {
    case "company":
      return () => true;
    case "record":
      checkSubject(request, subjectId);
      return (element) => element.parentId === subjectId;
    case "user-profile":
      return (element) => element.parentId === subjectId || element.authorId === subjectId;
    case "to":
      return (element) => element.authorId !== subjectId && element.parentId === subjectId;
    case "news":
      return (element) => request.feeds.concerns(element, subjectId);
  }
}

/** A record has a feed where its object is tracked and the user may read it. @throws Refusal */
function checkSubject(request: ApiRequest, id: string): void {
  const found = recordOf(request.org, id);
  if (!found || !request.access.canRead(found.object, found.row)) throw notFound();
  if (!request.org.switches.feedTracked.includes(found.object)) {
    throw refusal(400, "FEED_NOT_ENABLED_FOR_OBJECT", `Feeds are not enabled for this object: ${found.object}`);
  }
}

function feedElements(
  request: ApiRequest,
  id: string | undefined,
  rest: readonly string[],
  notCovered: (request: ApiRequest) => never,
): ApiReply {
  if (id === undefined) {
    if (request.method !== "POST") throw methodNotAllowed();
    return ok(elementView(request, post(request, notCovered)), 201);
  }
  const element = request.feeds.element(canonicalId(id) ?? "", request.access);
  if (!element) throw notFound();
  const capability = rest.join("/");
  switch (capability) {
    case "":
      return oneElement(request, element);
    case "capabilities/comments":
    case "capabilities/comments/items":
      return repliesOf(request, element, capability);
    case "capabilities/chatter-likes":
    case "capabilities/chatter-likes/items":
      return likes(request, element.id, `${baseOf(request)}/chatter/feed-elements/${element.id}/${capability}`);
    default:
      return notCovered(request);
  }
}

/** The body as JSON, or the few members that may stand in the address. */
function post(request: ApiRequest, notCovered: (request: ApiRequest) => never): FeedElement {
  const { query } = request;
  const text = query.get("text");
  const body: Json =
    request.bytes.length === 0 && text !== null
      ? { subjectId: query.get("subjectId"), feedElementType: query.get("feedElementType"), body: textBody(text) }
      : jsonBody(request);
  const { subjectId, feedElementType = "FeedItem", capabilities } = body;
  if (feedElementType !== "FeedItem") throw refusal(400, "JSON_PARSER_ERROR", `Unknown feedElementType: ${String(feedElementType)}`);
  if (typeof subjectId !== "string") throw refused("MISSING_ARGUMENT", "subjectId is missing");
  const parentId = subjectId === "me" ? request.access.userId : canonicalId(subjectId);
  if (parentId === null) throw refused("INVALID_ID_FIELD", `The subjectId is no id: ${subjectId}`);
  checkSubject(request, parentId);
  const { link, ...others } = isJson(capabilities) ? capabilities : {};
  if (Object.keys(others).length > 0) return notCovered(request);
  const url = isJson(link) ? link["url"] : undefined;
  const segments = url !== undefined && body["body"] === undefined ? [] : readSegments(request.org, body["body"]);
  const urlName = isJson(link) && typeof link["urlName"] === "string" ? link["urlName"] : String(url);
  return request.feeds.post(parentId, request.access.userId, segments, typeof url === "string" ? { url, urlName } : null);
}

function textBody(text: string): Json {
  return { messageSegments: [{ type: "Text", text }] };
}

function oneElement(request: ApiRequest, element: FeedElement): ApiReply {
  switch (request.method) {
    case "GET":
      return ok(elementView(request, element));
    case "PATCH":
      checkAuthor(request, element.authorId);
      return ok(elementView(request, request.feeds.edit(element, readSegments(request.org, jsonBody(request)["body"]))));
    case "DELETE":
      checkAuthor(request, element.authorId);
      request.feeds.removeElement(element.id);
      return { status: 204 };
    default:
      throw methodNotAllowed();
  }
}

function checkAuthor(request: ApiRequest, authorId: string): void {
  if (authorId !== request.access.userId && !request.access.permissions.modifyAllData) throw noAccess();
}

function repliesOf(request: ApiRequest, element: FeedElement, capability: string): ApiReply {
  if (request.method === "POST") return ok(commentView(request, reply(request, element)), 201);
  if (request.method !== "GET") throw methodNotAllowed();
  const said = request.feeds.commentsOf(element.id);
  const url = `${baseOf(request)}/chatter/feed-elements/${element.id}/capabilities/comments/items`;
  const shown = { ...page(request, "items", url, said, (one) => commentView(request, one)), total: said.length };
  return ok(capability.endsWith("items") ? shown : { page: shown });
}

function reply(request: ApiRequest, element: FeedElement): Comment {
  const text = request.query.get("text");
  const body: unknown = request.bytes.length === 0 && text !== null ? textBody(text) : jsonBody(request)["body"];
  const segments: readonly Segment[] = readSegments(request.org, body);
  return request.feeds.reply(element, request.access.userId, segments);
}

function likes(request: ApiRequest, likedId: string, url: string): ApiReply {
  if (request.method === "POST") return ok(likeView(request, request.feeds.like(likedId, request.access.userId)), 201);
  if (request.method !== "GET") throw methodNotAllowed();
  const view = likesView(request, likedId, url);
  return ok(url.endsWith("chatter-likes") ? view : ((view["page"] as Json | undefined) ?? {}));
}

function comments(
  request: ApiRequest,
  id: string | undefined,
  rest: readonly string[],
  notCovered: (request: ApiRequest) => never,
): ApiReply {
  const comment = request.feeds.comment(canonicalId(id ?? "") ?? "", request.access);
  if (!comment) throw notFound();
  if (rest.length === 1 && rest[0] === "likes")
    return likes(request, comment.id, `${baseOf(request)}/chatter/comments/${comment.id}/likes`);
  if (rest.length > 0) return notCovered(request);
  switch (request.method) {
    case "GET":
      return ok(commentView(request, comment));
    case "DELETE":
      checkAuthor(request, comment.authorId);
      request.feeds.removeComment(comment.id);
      return { status: 204 };
    default:
      throw methodNotAllowed();
  }
}

function like(request: ApiRequest, id: string | undefined): ApiReply {
  const found = request.feeds.findLike(canonicalId(id ?? "") ?? "");
  if (!found) throw notFound();
  switch (request.method) {
    case "GET":
      return ok(likeView(request, found));
    case "DELETE":
      checkAuthor(request, found.userId);
      request.feeds.removeLike(found.id);
      return { status: 204 };
    default:
      throw methodNotAllowed();
  }
}
