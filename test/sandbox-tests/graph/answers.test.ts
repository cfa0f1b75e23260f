import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { Tenant } from "./tenant.ts";

const [ADA, BEN] = ["ada@northwind.example", "ben@northwind.example"];
const person = (address: string): unknown => ({ emailAddress: { name: address.split("@")[0], address } });

describe("replying and forwarding", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const MIME = [
    "From: Carla <carla@customer.example>",
    "To: Ada <ada@northwind.example>, Dora <dora@customer.example>",
    "Cc: Ben <ben@northwind.example>",
    "Subject: Re: Offer",
    "Message-ID: <root@customer.example>",
    "Date: Mon, 2 Nov 2026 08:00:00 +0000",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/html",
    "",
    "<p>What does it cost?</p>",
    "--b",
    'Content-Type: text/plain; name="list.txt"',
    'Content-Disposition: attachment; filename="list.txt"',
    "",
    "one",
    "--b--",
    "",
  ].join("\r\n");
  const received = async (): Promise<string> => tenant.graph.seed.id(await tenant.graph.seed.mime(ADA, "inbox", Buffer.from(MIME)));
  const addresses = (list: unknown): readonly string[] =>
    (list as readonly { readonly emailAddress: { readonly address: string } }[]).map((one) => one.emailAddress.address);

  it("createReply answers 201 with a draft to the sender, in the thread, the message below the comment", async () => {
    const id = await received();
    const reply = await tenant.ask("POST", `messages/${id}/createReply`, { body: { comment: "Ten <pounds>" } });
    expect(reply.status).toBe(201);
    assertConforms("/users/{user-id}/messages/{message-id}/createReply", "POST", 201, reply.body);
    expect(reply.body).toMatchObject({ subject: "RE: Offer", isDraft: true, hasAttachments: false });
    expect(addresses(reply.body["toRecipients"])).toEqual(["carla@customer.example"]);
    expect(reply.body["conversationId"]).toBe((await tenant.ask("GET", `messages/${id}`)).body["conversationId"]);
    const { content } = reply.body["body"] as { readonly content: string };
    expect(content).toMatch(/Ten &lt;pounds&gt;.*<b>From:<\/b> Carla.*What does it cost\?/su);
  });

  it("createReplyAll addresses everybody but oneself, each once", async () => {
    const reply = await tenant.ask("POST", `messages/${await received()}/createReplyAll`, { body: {} });
    expect(addresses(reply.body["toRecipients"])).toEqual(["carla@customer.example", "dora@customer.example"]);
    expect(addresses(reply.body["ccRecipients"])).toEqual([BEN]);
  });

  it("createForward takes the files along, and whom to send it to", async () => {
    const id = await received();
    const forwarded = await tenant.ask("POST", `messages/${id}/createForward`, { body: { toRecipients: [person(BEN)] } });
    assertConforms("/users/{user-id}/messages/{message-id}/createForward", "POST", 201, forwarded.body);
    expect(forwarded.body).toMatchObject({ subject: "FW: Offer", hasAttachments: true });
    expect(addresses(forwarded.body["toRecipients"])).toEqual([BEN]);
    const files = await tenant.ask("GET", `messages/${String(forwarded.body["id"])}/attachments`);
    expect(files.body["value"]).toMatchObject([{ name: "list.txt" }]);
  });

  it("reply and forward are sent at once, 202, and arrive in the same thread", async () => {
    const first = await tenant.ask("POST", "sendMail", {
      body: { message: { subject: "Plan", body: { contentType: "text", content: "See" }, toRecipients: [person(BEN)] } },
    });
    expect(first.status).toBe(202);
    const [atBen] = tenant.graph.seed.items(BEN, "inbox");
    const answered = await tenant.ask("POST", `/v1.0/users/${tenant.ben}/messages/${tenant.graph.seed.id(atBen!)}/reply`, {
      body: { comment: "Fine", message: { importance: "high" } },
    });
    expect(answered.status).toBe(202);
    const [sent] = tenant.graph.seed.items(ADA, "sentitems");
    const [atAda] = tenant.graph.seed.items(ADA, "inbox");
    expect(atAda?.fields).toMatchObject({ subject: "RE: Plan", importance: "high", conversationId: sent?.fields["conversationId"] });
    expect(tenant.graph.seed.items(BEN, "sentitems")).toHaveLength(1);
    expect(tenant.graph.seed.items(BEN, "drafts")).toHaveLength(0);
    const forwarded = await tenant.ask("POST", `messages/${tenant.graph.seed.id(atAda!)}/forward`, {
      body: { comment: "For you", toRecipients: [person(BEN)] },
    });
    expect(forwarded.status).toBe(202);
    expect(tenant.graph.seed.items(BEN, "inbox").map((one) => one.fields["subject"])).toEqual(["Plan", "FW: Plan"]);
  });

  it.each([
    ["a comment and a body at once", "createReply", { comment: "a", message: { body: { contentType: "text", content: "b" } } }],
    ["recipients in two places", "createForward", { toRecipients: [person(BEN)], message: { toRecipients: [person(BEN)] } }],
    ["forwarding to nobody", "forward", { comment: "a" }],
    ["recipients of a reply beside the message", "reply", { toRecipients: [person(BEN)] }],
    ["an unknown property", "createReply", { message: { nonsense: 1 } }],
    ["a comment that is no text", "reply", { comment: 5 }],
  ])("refuses %s, and leaves nothing behind", async (_title, action, body) => {
    const id = await received();
    const refused = await tenant.ask("POST", `messages/${id}/${action}`, { body });
    expect({ status: refused.status, code: Object.keys(refused.body) }).toEqual({ status: 400, code: ["error"] });
    expect(tenant.graph.seed.items(ADA, "drafts")).toHaveLength(0);
  });

  it("a draft cannot be answered", async () => {
    const draft = await tenant.ask("POST", "messages", { body: { subject: "a" } });
    expect((await tenant.ask("POST", `messages/${String(draft.body["id"])}/createReply`, { body: {} })).status).toBe(400);
  });
});
