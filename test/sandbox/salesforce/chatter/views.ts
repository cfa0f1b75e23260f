import { recordOf, textOf } from "../draft.ts";
import { nameOf } from "../reading.ts";
import type { ApiRequest, Json } from "../api/request.ts";
import type { Comment, FeedElement, Like } from "./feeds.ts";
import { bodyView, textOfSegments } from "./message-body.ts";

const SHOWN_WITH_ELEMENT = 3;

export function baseOf({ version }: ApiRequest): string {
  return `/services/data/${version}`;
}

/** A part of a longer list; its tokens are numbers of the first item. */
export function page<T>(request: ApiRequest, name: string, url: string, all: readonly T[], view: (one: T) => Json, defaultSize = 25): Json {
  const size = Math.min(100, Math.max(1, Number(request.query.get("pageSize") ?? defaultSize) || defaultSize));
  const start = Number(request.query.get("page") ?? request.query.get("pageParam") ?? 0) || 0;
  const next = start + size < all.length ? String(start + size) : null;
  const at = (token: string | null) => (token === null ? null : `${url}?page=${token}&pageSize=${size}`);
  return {
    currentPageToken: start === 0 ? null : String(start),
    currentPageUrl: start === 0 ? url : at(String(start)),
    [name]: all.slice(start, start + size).map(view),
    nextPageToken: next,
    nextPageUrl: at(next),
  };
}

export function userSummary(request: ApiRequest, id: string): Json {
  const user = request.org.store.get("User", id);
  const url = `${baseOf(request)}/chatter/users/${id}`;
  return {
    additionalLabel: null,
    communityNickname: textOf(user, "CommunityNickname"),
    companyName: textOf(user, "CompanyName"),
    displayName: textOf(user, "Name"),
    firstName: textOf(user, "FirstName"),
    id,
    isActive: user?.values["IsActive"] === true,
    isInThisCommunity: true,
    lastName: textOf(user, "LastName"),
    motif: null,
    mySubscription: null,
    name: textOf(user, "Name"),
    outOfOffice: { message: "" },
    photo: photoOf(request, id),
    reputation: null,
    title: textOf(user, "Title"),
    type: "User",
    url,
    userType: "Internal",
  };
}

export function userDetail(request: ApiRequest, id: string): Json {
  const user = request.org.store.get("User", id);
  return {
    ...userSummary(request, id),
    aboutMe: textOf(user, "AboutMe"),
    chatterActivity: { commentCount: 0, commentReceivedCount: 0, likeReceivedCount: 0, postCount: 0 },
    email: textOf(user, "Email"),
    followersCount: 0,
    followingCounts: { people: 0, records: 0, total: 0 },
    managerId: textOf(user, "ManagerId"),
    phoneNumbers: [],
    thanksReceived: null,
    username: textOf(user, "Username"),
  };
}

function photoOf({ org }: ApiRequest, id: string): Json {
  const at = (size: string) => `${org.options.baseUrl()}/profilephoto/${id}/${size}`;
  return {
    fullEmailPhotoUrl: at("F"),
    largePhotoUrl: at("F"),
    photoVersionId: null,
    smallPhotoUrl: at("T"),
    standardEmailPhotoUrl: at("T"),
  };
}

function recordSummary(request: ApiRequest, id: string): Json {
  const found = recordOf(request.org, id);
  if (found?.object === "User") return userSummary(request, id);
  return {
    id,
    motif: null,
    mySubscription: null,
    name: found ? nameOf(request.org, found.object, found.row) : null,
    type: found?.object ?? null,
    url: `${baseOf(request)}/chatter/records/${id}`,
  };
}

export function elementView(request: ApiRequest, element: FeedElement): Json {
  const base = baseOf(request);
  const url = `${base}/chatter/feed-elements/${element.id}`;
  const comments = request.feeds.commentsOf(element.id);
  const author = userSummary(request, element.authorId);
  const header = `${String(author["name"])}${element.parentId === element.authorId ? "" : ` to ${String(recordSummary(request, element.parentId)["name"])}`}`;
  const commentsUrl = `${url}/capabilities/comments/items`;
  return {
    actor: author,
    body: bodyView(request.org, element.segments, base),
    capabilities: {
      associatedActions: { platformActionGroups: [] },
      bookmarks: { isBookmarkedByCurrentUser: false },
      chatterLikes: likesView(request, element.id, `${url}/capabilities/chatter-likes/items`),
      comments: {
        page: {
          ...page(request, "items", commentsUrl, comments, (one) => commentView(request, one), SHOWN_WITH_ELEMENT),
          total: comments.length,
        },
      },
      edit: {
        isEditRestricted: element.authorId !== request.access.userId,
        isEditableByMeUrl: `${url}/capabilities/edit/is-editable-by-me`,
        lastEditedBy: element.editedAt === null ? null : author,
        lastEditedDate: element.editedAt,
        latestRevision: element.editedAt === null ? 1 : 2,
        relativeLastEditedDate: null,
      },
      interactions: { count: comments.length },
      ...(element.link === null ? {} : { link: element.link }),
      topics: { canAssignTopics: true, items: [] },
    },
    clientInfo: null,
    createdDate: element.createdAt,
    event: false,
    feedElementType: "FeedItem",
    hasVerifiedComment: false,
    header: { isRichText: false, messageSegments: [{ text: header, type: "Text" }], text: header },
    id: element.id,
    isDeleteRestricted: element.authorId !== request.access.userId,
    isSharable: true,
    modifiedDate: element.modifiedAt,
    originalFeedItem: null,
    originalFeedItemActor: null,
    parent: recordSummary(request, element.parentId),
    photoUrl: photoOf(request, element.authorId)["smallPhotoUrl"],
    relativeCreatedDate: relative(request, element.createdAt),
    type: element.link === null ? "TextPost" : "LinkPost",
    url,
    visibility: "AllUsers",
  };
}

export function commentView(request: ApiRequest, comment: Comment): Json {
  const base = baseOf(request);
  const url = `${base}/chatter/comments/${comment.id}`;
  const element = `${base}/chatter/feed-elements/${comment.elementId}`;
  const likes = likesView(request, comment.id, `${url}/likes`);
  return {
    attachment: null,
    body: bodyView(request.org, comment.segments, base),
    clientInfo: null,
    createdDate: comment.createdAt,
    feedElement: { id: comment.elementId, url: element },
    feedItem: { id: comment.elementId, url: element },
    id: comment.id,
    isDeleteRestricted: comment.authorId !== request.access.userId,
    likes: likes["page"],
    likesMessage: likes["likesMessage"],
    moderationFlags: null,
    myLike: likes["myLike"],
    parent: recordSummary(request, request.feeds.element(comment.elementId, request.access)?.parentId ?? ""),
    relativeCreatedDate: relative(request, comment.createdAt),
    type: "TextComment",
    url,
    user: userSummary(request, comment.authorId),
  };
}

export function likesView(request: ApiRequest, likedId: string, url: string): Json {
  const likes = request.feeds.likesOf(likedId);
  const mine = likes.find((like) => like.userId === request.access.userId);
  return {
    isLikedByCurrentUser: mine !== undefined,
    likesMessage: null,
    myLike: mine ? { id: mine.id, url: `${baseOf(request)}/chatter/likes/${mine.id}` } : null,
    page: { ...page(request, "items", url, likes, (like) => likeView(request, like)), total: likes.length },
  };
}

export function likeView(request: ApiRequest, like: Like): Json {
  const base = baseOf(request);
  const kind = like.likedId.startsWith("0D7") ? "comments" : "feed-elements";
  return {
    id: like.id,
    likedItem: { id: like.likedId, url: `${base}/chatter/${kind}/${like.likedId}` },
    url: `${base}/chatter/likes/${like.id}`,
    user: userSummary(request, like.userId),
  };
}

/** What a search of a feed looks into. */
export function searchable(request: ApiRequest, element: FeedElement): string {
  const said = [element, ...request.feeds.commentsOf(element.id)].map(({ segments }) => textOfSegments(request.org, segments));
  return said.join("\n").toLowerCase();
}

function relative({ org }: ApiRequest, iso: string): string {
  const minutes = Math.floor((org.clock.now().getTime() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "Just Now";
  if (minutes < 60) return `${minutes}m ago`;
  return minutes < 1440 ? `${Math.floor(minutes / 60)}h ago` : new Date(iso).toUTCString().slice(5, 16);
}
