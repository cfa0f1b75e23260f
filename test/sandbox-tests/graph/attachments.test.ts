import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LightMyRequestResponse } from "fastify";
import { NoMail } from "../../sandbox/graph/load-mime.ts";
import { GRAPH_URL, Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";
const lines = (...text: readonly string[]): Buffer => Buffer.from(text.join("\r\n"));
const inline = (disposition: string): Buffer =>
  lines(
    "From: cleo@elsewhere.example",
    "Subject: Picture",
    'Content-Type: multipart/related; boundary="r"',
    "",
    "--r",
    "Content-Type: text/html",
    "",
    '<p><img src="cid:one@x"></p>',
    "--r",
    "Content-Type: image/png; name=one.png",
    `Content-Disposition: ${disposition}; filename=one.png`,
    "Content-ID: <one@x>",
    "Content-Transfer-Encoding: base64",
    "",
    "iVBORw0KGgo=",
    "--r--",
    "",
  );

describe("mails as Exchange would hold them, and their attachments", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const place = async (mime: Buffer): Promise<string> =>
    encodeURIComponent(tenant.graph.seed.id(await tenant.graph.seed.mime(ADA, "inbox", mime)));
  const attachments = async (id: string, query = ""): Promise<readonly Record<string, unknown>[]> =>
    (await tenant.ask("GET", `messages/${id}/attachments${query}`)).body["value"] as readonly Record<string, unknown>[];

  it("MG20: hasAttachments is false when all attachments are inline; the picture is there", async () => {
    const id = await place(inline("inline"));
    expect((await tenant.ask("GET", `messages/${id}`)).body["hasAttachments"]).toBe(false);
    expect(await attachments(id)).toMatchObject([
      { isInline: true, contentId: "one@x", contentType: "image/png", name: "one.png", contentBytes: "iVBORw0KGgo=" },
    ]);
  });

  it("MG20: a posted inline file leaves hasAttachments false, a posted file sets it, and taking it off clears it", async () => {
    const id = String((await tenant.ask("POST", "messages", { body: {} })).body["id"]);
    const post = async (isInline: boolean): Promise<string> => {
      const body = { "@odata.type": "#microsoft.graph.fileAttachment", name: "f.txt", isInline, contentId: "f", contentBytes: "eA==" };
      return String((await tenant.ask("POST", `messages/${id}/attachments`, { body })).body["id"]);
    };
    const has = async (): Promise<unknown> => (await tenant.ask("GET", `messages/${id}?$select=hasAttachments`)).body["hasAttachments"];
    await post(true);
    expect(await has()).toBe(false);
    const file = await post(false);
    expect(await has()).toBe(true);
    expect((await tenant.ask("DELETE", `messages/${id}/attachments/${file}`)).status).toBe(204);
    expect(await has()).toBe(false);
  });

  it.each([
    ["7bit", "1,2\r\n3,4\n5\r\n", "1,2\r\n3,4\n5\r\n"],
    ["quoted-printable", "caf=C3=A9,=\r\n1\r\n2 \r\n", "café,1\r\n2\r\n"],
    ["base64", "DQoxDQo=", "\r\n1\r\n"],
  ])("a file sent as %s is kept byte for byte, its own line ends and all", async (encoding, sent, kept) => {
    const id = await place(
      lines(
        "From: x@x.example",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "",
        "text",
        "--b",
        "Content-Type: text/csv",
        "Content-Disposition: attachment; filename=f.csv",
        `Content-Transfer-Encoding: ${encoding}`,
        "",
        `${sent}`,
        "--b--",
        "",
      ),
    );
    const [one] = await attachments(id);
    expect(Buffer.from(String(one?.["contentBytes"]), "base64").toString("utf8")).toBe(kept);
  });

  it("an attached message is an item, whose $value is its MIME and whose properties come expanded", async () => {
    const inner = "From: dan@elsewhere.example\r\nSubject: Inner\r\n\r\nhello\r\n";
    const id = await place(
      lines(
        "From: cleo@elsewhere.example",
        "Subject: Outer",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "",
        "text",
        "--b",
        "Content-Type: message/rfc822",
        "",
        `${inner}--b--`,
        "",
      ),
    );
    const [plain] = await attachments(id);
    expect(plain).toMatchObject({ "@odata.type": "#microsoft.graph.itemAttachment", name: "Inner" });
    expect(plain?.["item"]).toBeUndefined();
    const [expanded] = await attachments(id, "?$expand=microsoft.graph.itemattachment/item");
    expect(expanded?.["item"]).toMatchObject({ subject: "Inner", from: { emailAddress: { address: "dan@elsewhere.example" } } });
    const value = await tenant.ask("GET", `messages/${id}/attachments/${encodeURIComponent(String(plain?.["id"]))}/$value`);
    expect(value.text.trim()).toBe(inner.trim());
  });

  it("a list without bytes can be selected, and $value gives the bytes as they are", async () => {
    const id = await place(inline("attachment"));
    const [one] = await attachments(id, "?$select=id,name,size");
    expect(
      Object.keys(one ?? {})
        .filter((name) => !name.startsWith("@"))
        .toSorted(),
    ).toEqual(["id", "name", "size"]);
    const value = await tenant.ask("GET", `messages/${id}/attachments/${encodeURIComponent(String(one?.["id"]))}/$value`);
    expect(value.bytes.toString("base64")).toBe("iVBORw0KGgo=");
    expect((await tenant.ask("GET", `messages/${id}/attachments?$select=colour`)).status).toBe(400);
  });

  it("the MIME comes back byte for byte", async () => {
    const mime = inline("inline");
    const id = await place(mime);
    expect((await tenant.ask("GET", `messages/${id}/$value`)).bytes.equals(mime)).toBe(true);
  });

  it("MG20: large files go up in chunks, in order, to another host, and never with a token", async () => {
    const id = String((await tenant.ask("POST", "messages", { body: { subject: "big" } })).body["id"]);
    const bytes = Buffer.alloc(5_000_000, 7);
    const session = await tenant.ask("POST", `messages/${id}/attachments/createUploadSession`, {
      body: { AttachmentItem: { attachmentType: "file", name: "big.bin", size: bytes.length } },
    });
    const uploadUrl = new URL(String(session.body["uploadUrl"]));
    expect(uploadUrl.host).not.toBe(new URL(GRAPH_URL).host);
    const put = (from: number, to: number, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> =>
      tenant.graph.app.inject({
        method: "PUT",
        url: `${uploadUrl.pathname}${uploadUrl.search}`,
        headers: { "content-type": "application/octet-stream", "content-range": `bytes ${from}-${to - 1}/${bytes.length}`, ...headers },
        payload: bytes.subarray(from, to),
      });
    expect((await put(0, 3_000_000, { authorization: "Bearer x" })).statusCode).toBe(401);
    expect((await put(3_000_000, 5_000_000)).statusCode).toBe(416);
    expect((await put(0, 3_000_000)).json()).toMatchObject({ nextExpectedRanges: ["3000000-"] });
    const last = await put(3_000_000, 5_000_000);
    expect([last.statusCode, last.body]).toEqual([201, ""]);
    expect((await tenant.ask("GET", String(last.headers["location"]))).body).toMatchObject({ name: "big.bin" });
    expect((await tenant.ask("GET", `messages/${id}?$select=hasAttachments`)).body["hasAttachments"]).toBe(true);
    expect((await put(0, 3_000_000)).statusCode).toBe(404);
  });

  it("an attachment over 3 MB is refused by POST, one under it by a session", async () => {
    const id = String((await tenant.ask("POST", "messages", { body: {} })).body["id"]);
    const post = (size: number): ReturnType<Tenant["ask"]> =>
      tenant.ask("POST", `messages/${id}/attachments`, {
        body: { "@odata.type": "#microsoft.graph.fileAttachment", name: "f", contentBytes: Buffer.alloc(size).toString("base64") },
      });
    expect((await post(3_200_000)).status).toBe(413);
    expect((await post(3_000_000)).status).toBe(201);
    expect(
      (
        await tenant.ask("POST", `messages/${id}/attachments/createUploadSession`, {
          body: { AttachmentItem: { attachmentType: "file", name: "f", size: 10 } },
        })
      ).status,
    ).toBe(400);
    expect(
      (
        await tenant.ask("POST", `messages/${id}/attachments`, {
          body: { "@odata.type": "#microsoft.graph.fileAttachment", name: "f", contentBytes: "?" },
        })
      ).status,
    ).toBe(400);
  });

  it("headers become properties: people, groups, times, importance, thread", async () => {
    const id = await place(
      lines(
        "Received: from a by b; Tue, 3 Nov 2026 10:00:05 +0100",
        'From: "Cleo P." <cleo@elsewhere.example>',
        "To: Team: ada@northwind.example, Ben <ben@northwind.example>;",
        "Cc: =?utf-8?Q?J=C3=BCrgen?= <j@elsewhere.example>",
        "Reply-To: answers@elsewhere.example",
        "Subject: =?utf-8?B?w4RuZGVydW5n?=",
        "Date: Tue, 3 Nov 2026 09:59:00 +0100",
        "X-Priority: 1",
        "References: <first@x.example> <second@x.example>",
        "",
        "text",
      ),
    );
    const { body } = await tenant.ask("GET", `messages/${id}`, { headers: { prefer: 'outlook.body-content-type="text"' } });
    expect(body).toMatchObject({
      subject: "Änderung",
      importance: "high",
      receivedDateTime: "2026-11-03T09:00:05Z",
      sentDateTime: "2026-11-03T08:59:00Z",
      from: { emailAddress: { name: "Cleo P.", address: "cleo@elsewhere.example" } },
      toRecipients: [{ emailAddress: { address: "ada@northwind.example" } }, { emailAddress: { name: "Ben" } }],
      ccRecipients: [{ emailAddress: { name: "Jürgen" } }],
      replyTo: [{ emailAddress: { address: "answers@elsewhere.example" } }],
      body: { contentType: "text", content: expect.stringMatching(/^text\s*$/u) as string },
    });
    const thread = await place(lines("From: x@x.example", "Message-ID: <first@x.example>", "", "root"));
    expect((await tenant.ask("GET", `messages/${thread}`)).body["conversationId"]).toBe(body["conversationId"]);
  });

  it("a mail without a message id is given one, a mail without sender or date is taken", async () => {
    const id = await place(lines("Subject: Bare", "", "x"));
    const { body } = await tenant.ask("GET", `messages/${id}`);
    expect(body["internetMessageId"]).toMatch(/^<.+@.+>$/u);
    expect(body["from"]).toBeUndefined();
    expect(body["receivedDateTime"]).toBe("2026-11-02T09:00:00Z");
  });

  it("invitations come as event messages among the mails", async () => {
    const id = await place(
      lines(
        "From: x@x.example",
        "Subject: Meet",
        'Content-Type: multipart/alternative; boundary="a"',
        "",
        "--a",
        "",
        "come",
        "--a",
        "Content-Type: text/calendar; method=REQUEST",
        "",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "--a--",
        "",
      ),
    );
    expect((await tenant.ask("GET", `messages/${id}`)).body["@odata.type"]).toBe("#microsoft.graph.eventMessageRequest");
  });

  it.each([
    ["nothing", Buffer.alloc(0), /empty/u],
    ["prose", Buffer.from("This is a letter.\nIt has no header.\n"), /no header/u],
    ["an Outlook .msg file", Buffer.from("d0cf11e0a1b11ae10000", "hex"), /\.msg/u],
    ["a PDF", Buffer.from("%PDF-1.7\n"), /PDF/u],
  ])("refuses %s as no mail, saying why", async (_what, bytes, why) => {
    const attempt = tenant.graph.seed.mime(ADA, "inbox", bytes);
    await expect(attempt).rejects.toThrow(why);
    await expect(attempt).rejects.toBeInstanceOf(NoMail);
  });

  it("a draft is made from base64 MIME", async () => {
    const mime = lines("From: a@x.example", "Subject: From MIME", "", "x");
    const headers = { "content-type": "text/plain" };
    const made = await tenant.ask("POST", "messages", { headers, body: mime.toString("base64") });
    expect(made.body).toMatchObject({ subject: "From MIME", isDraft: true });
    expect((await tenant.ask("POST", "messages", { headers, body: "" })).status).toBe(400);
  });
});
