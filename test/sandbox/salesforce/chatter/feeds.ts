import type { Table, Tables } from "../../base/tables.ts";
import type { Access } from "../access.ts";
import { recordOf, textOf } from "../draft.ts";
import { makeId } from "../ids.ts";
import type { Org } from "../org.ts";
import type { Segment } from "./message-body.ts";

/** A post, as it is kept. */
export interface FeedElement {
  readonly id: string;
  /** The record or user whose feed it stands in. */
  readonly parentId: string;
  readonly authorId: string;
  readonly segments: readonly Segment[];
  readonly link: { readonly url: string; readonly urlName: string } | null;
  /** ISO times; the second also moves with comments. */
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly editedAt: string | null;
}

export interface Comment {
  readonly id: string;
  readonly elementId: string;
  readonly authorId: string;
  readonly segments: readonly Segment[];
  readonly createdAt: string;
}

export interface Like {
  readonly id: string;
  /** A post or a comment. */
  readonly likedId: string;
  readonly userId: string;
}

const PREFIXES = { element: "0D5", comment: "0D7", like: "0I0" } as const;

/** Everything said in Chatter, in the order it was said. */
export class Feeds {
  readonly #org: Org;
  readonly #numbers: Table<number>;
  readonly #elements: Table<FeedElement>;
  readonly #comments: Table<Comment>;
  readonly #likes: Table<Like>;

  constructor(org: Org, tables: Tables) {
    this.#org = org;
    this.#numbers = tables.table<number>("salesforce.chatter.numbers");
    this.#elements = tables.table<FeedElement>("salesforce.chatter.elements");
    this.#comments = tables.table<Comment>("salesforce.chatter.comments");
    this.#likes = tables.table<Like>("salesforce.chatter.likes");
  }

  post(parentId: string, authorId: string, segments: readonly Segment[], link: FeedElement["link"] = null): FeedElement {
    const now = this.#now();
    const id = this.#newId("element");
    return this.#elements.put(id, { id, parentId, authorId, segments, link, createdAt: now, modifiedAt: now, editedAt: null });
  }

  edit(element: FeedElement, segments: readonly Segment[]): FeedElement {
    const now = this.#now();
    return this.#elements.put(element.id, { ...element, segments, modifiedAt: now, editedAt: now });
  }

  reply(element: FeedElement, authorId: string, segments: readonly Segment[]): Comment {
    const now = this.#now();
    const id = this.#newId("comment");
    this.#elements.put(element.id, { ...element, modifiedAt: now });
    return this.#comments.put(id, { id, elementId: element.id, authorId, segments, createdAt: now });
  }

  /** Liking twice is liking once. */
  like(likedId: string, userId: string): Like {
    const known = this.likesOf(likedId).find((like) => like.userId === userId);
    const id = known?.id ?? this.#newId("like");
    return known ?? this.#likes.put(id, { id, likedId, userId });
  }

  /** A post, while its parent is there and the caller may read it. */
  element(id: string, access: Access): FeedElement | undefined {
    const element = this.#elements.get(id);
    return element && this.maySee(element, access) ? element : undefined;
  }

  comment(id: string, access: Access): Comment | undefined {
    const comment = this.#comments.get(id);
    return comment && this.element(comment.elementId, access) ? comment : undefined;
  }

  findLike(id: string): Like | undefined {
    return this.#likes.get(id);
  }

  commentsOf(elementId: string): readonly Comment[] {
    return [...this.#comments.values()].filter((comment) => comment.elementId === elementId);
  }

  likesOf(likedId: string): readonly Like[] {
    return [...this.#likes.values()].filter((like) => like.likedId === likedId);
  }

  removeElement(id: string): void {
    for (const comment of this.commentsOf(id)) this.removeComment(comment.id);
    for (const like of this.likesOf(id)) this.#likes.delete(like.id);
    this.#elements.delete(id);
  }

  removeComment(id: string): void {
    for (const like of this.likesOf(id)) this.#likes.delete(like.id);
    this.#comments.delete(id);
  }

  removeLike(id: string): void {
    this.#likes.delete(id);
  }

  /** All posts the caller may see and which pass the test, newest first. */
  visible(access: Access, test: (element: FeedElement) => boolean): readonly FeedElement[] {
    return [...this.#elements.values()]
      .filter((element) => test(element) && this.maySee(element, access))
      .toSorted((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1));
  }

  maySee(element: FeedElement, access: Access): boolean {
    const parent = recordOf(this.#org, element.parentId);
    return parent !== null && access.canRead(parent.object, parent.row);
  }

  /** What concerns a user: his own posts and what is said to him, on his records, or in answer to him. */
  concerns(element: FeedElement, userId: string): boolean {
    const parent = recordOf(this.#org, element.parentId);
    return (
      element.authorId === userId ||
      element.parentId === userId ||
      textOf(parent?.row, "OwnerId") === userId ||
      this.#mentions(element.segments, userId) ||
      this.commentsOf(element.id).some((comment) => comment.authorId === userId || this.#mentions(comment.segments, userId))
    );
  }

  #mentions(segments: readonly Segment[], userId: string): boolean {
    return segments.some((segment) => segment.type === "Mention" && segment.id === userId);
  }

  #newId(kind: keyof typeof PREFIXES): string {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.put(kind, number);
    return makeId(PREFIXES[kind], number);
  }

  #now(): string {
    return this.#org.clock.now().toISOString();
  }
}
