import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, type Reply, type World } from "./world.ts";

let world: World;
let account: string;
beforeEach(async () => {
  world = await openWorld();
  account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
});
afterEach(() => world.close());

const text = (...messageSegments: readonly object[]) => ({ body: { messageSegments } });
const say = (words: string) => text({ type: "Text", text: words });

async function posted(subjectId: string, words: string, by = ANNA): Promise<Reply["body"]> {
  const made = await world.call(by, "POST", "/chatter/feed-elements", { ...say(words), feedElementType: "FeedItem", subjectId });
  expect(made.status).toBe(201);
  return made.body;
}

async function bodiesOf(by: string, path: string): Promise<readonly string[]> {
  const { body } = await world.call(by, "GET", path);
  return body.elements.map((element: { body: { text: string } }) => element.body.text);
}

describe("Chatter: posts", () => {
  it("a post stands in the feed of its record, newest first, with who and when and where", async () => {
    await posted(account, "First");
    world.clock.move(120_000);
    const second = await posted(account, "Second", BEN);
    expect(second).toMatchObject({
      actor: { id: world.ben, type: "User" },
      body: { text: "Second", isRichText: false, messageSegments: [{ type: "Text", text: "Second" }] },
      createdDate: "2026-03-02T09:02:00.000Z",
      feedElementType: "FeedItem",
      id: expect.stringMatching(/^0D5\w{15}$/u),
      parent: { id: account, name: "Navy", type: "Account" },
      relativeCreatedDate: "Just Now",
      type: "TextPost",
      url: `/services/data/v62.0/chatter/feed-elements/${second.id}`,
      visibility: "AllUsers",
    });
    expect(await bodiesOf(ANNA, `/chatter/feeds/record/${account}/feed-elements`)).toEqual(["Second", "First"]);
    expect(await bodiesOf(ANNA, `/connect/feeds/record/${account}/feed-elements`)).toEqual(["Second", "First"]);
  });

  it("a feed is read page by page, searched, and sorted by the last reply", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      world.clock.move(1000);
      ids.push((await posted(account, `Post ${index}`)).id);
    }
    const path = `/chatter/feeds/record/${account}/feed-elements`;
    const first = (await world.call(ANNA, "GET", `${path}?pageSize=2`)).body;
    expect(first.elements).toHaveLength(2);
    const next = (await world.call(ANNA, "GET", first.nextPageUrl.replace("/services/data/v62.0", ""))).body;
    expect(next.elements.map((element: { id: string }) => element.id)).toEqual([ids[2], ids[1]]);
    expect(await bodiesOf(ANNA, `${path}?q=post%203`)).toEqual(["Post 3"]);
    world.clock.move(1000);
    await world.call(ANNA, "POST", `/chatter/feed-elements/${ids[0]}/capabilities/comments/items`, say("Late"));
    expect((await bodiesOf(ANNA, `${path}?sort=LastModifiedDateDesc`))[0]).toBe("Post 0");
  });

  it("mentions, links, tags and mark-up come back as segments with their text", async () => {
    const body = text(
      { type: "MarkupBegin", markupType: "Paragraph" },
      { type: "Mention", id: world.ben },
      { type: "Text", text: " see " },
      { type: "Link", url: "https://navy.example" },
      { type: "Hashtag", tag: "ships" },
      { type: "MarkupEnd", markupType: "Paragraph" },
    );
    const made = await world.call(ANNA, "POST", "/chatter/feed-elements", { ...body, subjectId: "me" });
    expect(made.body.body).toMatchObject({ isRichText: true, text: "@ben ben see https://navy.example#ships" });
    expect(made.body.body.messageSegments[1]).toMatchObject({ type: "Mention", record: { id: world.ben }, text: "@ben ben" });
    expect(await bodiesOf(BEN, "/chatter/feeds/news/me/feed-elements")).toHaveLength(1);
  });

  it("an author edits and deletes his own posts, others do not", async () => {
    const { id } = await posted(account, "Frist");
    for (const [method, body] of [
      ["PATCH", say("Mine")],
      ["DELETE", undefined],
    ] as const) {
      const refused = await world.call(BEN, method, `/chatter/feed-elements/${id}`, body);
      expect([refused.status, refused.body[0].errorCode]).toEqual([403, "INSUFFICIENT_ACCESS_OR_READONLY"]);
    }
    expect((await world.call(ANNA, "PATCH", `/chatter/feed-elements/${id}`, say("First"))).body.body.text).toBe("First");
    expect((await world.call(ANNA, "DELETE", `/chatter/feed-elements/${id}`)).status).toBe(204);
    expect((await world.call(ANNA, "GET", `/chatter/feed-elements/${id}`)).status).toBe(404);
  });

  it("whoever may not read the record sees neither its feed nor its posts", async () => {
    world.salesforce.set({ accountSharing: "Private" });
    const { id } = await posted(account, "Secret");
    expect((await world.call(BEN, "GET", `/chatter/feeds/record/${account}/feed-elements`)).status).toBe(404);
    expect((await world.call(BEN, "GET", `/chatter/feed-elements/${id}`)).status).toBe(404);
    expect(await bodiesOf(BEN, "/chatter/feeds/company/feed-elements")).toEqual([]);
    expect((await world.call(BEN, "POST", "/chatter/feed-elements", { ...say("Hm"), subjectId: account })).status).toBe(404);
  });
});

describe("Chatter: replies and likes", () => {
  it("a reply is a comment of the post, with its own likes", async () => {
    const { id } = await posted(account, "First");
    const made = await world.call(BEN, "POST", `/chatter/feed-elements/${id}/capabilities/comments/items`, say("Aye"));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ type: "TextComment", user: { id: world.ben }, feedElement: { id }, parent: { id: account } });
    const liked = await world.call(ANNA, "POST", `/chatter/comments/${made.body.id}/likes`, {});
    expect(liked.body).toMatchObject({ likedItem: { id: made.body.id }, user: { id: world.anna } });
    const listed = await world.call(ANNA, "GET", `/chatter/feed-elements/${id}/capabilities/comments/items`);
    expect(listed.body).toMatchObject({ total: 1, items: [{ body: { text: "Aye" }, likes: { total: 1 }, myLike: { id: liked.body.id } }] });
    expect((await world.call(ANNA, "DELETE", `/chatter/comments/${made.body.id}`)).status).toBe(403);
    expect((await world.call(BEN, "DELETE", `/chatter/comments/${made.body.id}`)).status).toBe(204);
    expect((await world.call(ANNA, "GET", `/chatter/likes/${liked.body.id}`)).status).toBe(404);
  });

  it("liking twice is liking once, and is taken back by the like's own address", async () => {
    const { id } = await posted(account, "First");
    const path = `/chatter/feed-elements/${id}/capabilities/chatter-likes/items`;
    const one = await world.call(BEN, "POST", path, {});
    expect((await world.call(BEN, "POST", path, {})).body.id).toBe(one.body.id);
    expect((await world.call(ANNA, "GET", path)).body.total).toBe(1);
    expect((await world.call(BEN, "DELETE", `/chatter/likes/${one.body.id}`)).status).toBe(204);
    expect((await world.call(ANNA, "GET", path)).body.total).toBe(0);
  });
});

describe("Chatter: what is refused", () => {
  it("without Chatter everything is 403 FUNCTIONALITY_NOT_ENABLED", async () => {
    world.salesforce.set({ chatter: false });
    const refused = await world.call(ANNA, "GET", "/chatter/users/me");
    expect([refused.status, refused.body[0].errorCode]).toEqual([403, "FUNCTIONALITY_NOT_ENABLED"]);
  });

  it("records of objects without feed tracking have no feed", async () => {
    const task = world.salesforce.seed.task({ Subject: "Call", OwnerId: world.anna });
    const refused = await world.call(ANNA, "POST", "/chatter/feed-elements", { ...say("Hm"), subjectId: task });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "FEED_NOT_ENABLED_FOR_OBJECT"]);
  });

  it.each([
    ["no text", () => ({ subjectId: account, body: { messageSegments: [] } }), "MISSING_ARGUMENT"],
    ["no subject", () => say("Hm"), "MISSING_ARGUMENT"],
    ["a subject that is no id", () => ({ ...say("Hm"), subjectId: "x" }), "INVALID_ID_FIELD"],
    ["an unknown segment", () => ({ ...text({ type: "Smoke" }), subjectId: account }), "JSON_PARSER_ERROR"],
    ["a mention of nobody", () => ({ ...text({ type: "Mention", id: account }), subjectId: account }), "INVALID_ID_FIELD"],
    ["10,001 characters", () => ({ ...say("x".repeat(10_001)), subjectId: account }), "STRING_TOO_LONG"],
  ])("a post with %s", async (_what, body, errorCode) => {
    const refused = await world.call(ANNA, "POST", "/chatter/feed-elements", body());
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, errorCode]);
  });

  it("paths that are not covered say so by name", async () => {
    expect((await world.call(ANNA, "GET", "/chatter/groups")).body[0].errorCode).toBe("NOT_COVERED");
    expect((await world.call(ANNA, "POST", "/connect/batch", { batchRequests: [] })).status).toBe(400);
  });
});
