import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, type World } from "./world.ts";

let world: World;
const folders: string[] = [];
afterEach(async () => {
  await world.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Bytes that no text survives. */
const BYTES = Buffer.from([0, 255, 13, 10, 45, 45, 128, 10, 0]);

function multipart(
  parts: Readonly<Record<string, unknown>>,
  name = "entity_content",
  files: Readonly<Record<string, Buffer>> = { VersionData: BYTES },
): FormData {
  const form = new FormData();
  form.set(name, new Blob([JSON.stringify(parts)], { type: "application/json" }));
  for (const [part, bytes] of Object.entries(files)) form.set(part, new Blob([new Uint8Array(bytes)]), "a file.bin");
  return form;
}

async function bytesOf(id: string, field = "ContentVersion", blob = "VersionData"): Promise<Buffer> {
  const reply = await fetch(`${world.url}/services/data/v62.0/sobjects/${field}/${id}/${blob}`, {
    headers: { authorization: `Bearer ${world.salesforce.signIn(ANNA)}` },
  });
  return Buffer.from(await reply.arrayBuffer());
}

describe("files", () => {
  it("takes a file as base64 and links it where it is first published", async () => {
    world = await openWorld();
    const task = world.salesforce.seed.task({ Subject: "Mail", OwnerId: world.anna });
    const made = await world.call(ANNA, "POST", "/sobjects/ContentVersion", {
      Title: "Plan",
      PathOnClient: "plan.PDF",
      VersionData: BYTES.toString("base64"),
      FirstPublishLocationId: task,
    });
    expect(made.status).toBe(201);
    const read = (await world.call(ANNA, "GET", `/sobjects/ContentVersion/${made.body.id}`)).body;
    expect(read).toMatchObject({
      Title: "Plan",
      ContentSize: BYTES.length,
      Checksum: createHash("md5").update(BYTES).digest("hex"),
      FileExtension: "pdf",
      FileType: "PDF",
      VersionData: `/services/data/v62.0/sobjects/ContentVersion/${made.body.id}/VersionData`,
      IsLatest: true,
    });
    expect(await bytesOf(made.body.id)).toEqual(BYTES);
    const links = await world.call(ANNA, "GET", `/query?q=SELECT+Id,ShareType+FROM+ContentDocumentLink+WHERE+LinkedEntityId='${task}'`);
    expect(links.body.totalSize).toBe(1);
    const twice = await world.call(ANNA, "POST", "/sobjects/ContentDocumentLink", {
      ContentDocumentId: read.ContentDocumentId,
      LinkedEntityId: task,
    });
    expect(twice.body[0].errorCode).toBe("DUPLICATE_VALUE");
  });

  it("takes a file as multipart, and many in one collection", async () => {
    world = await openWorld();
    const one = await world.call(ANNA, "POST", "/sobjects/ContentVersion", multipart({ PathOnClient: "one.bin" }));
    expect(one.status).toBe(201);
    expect(await bytesOf(one.body.id)).toEqual(BYTES);
    const record = (part: string) => ({
      attributes: { type: "ContentVersion", binaryPartName: part, binaryPartNameAlias: "VersionData" },
      PathOnClient: `${part}.bin`,
    });
    const form = multipart({ allOrNone: false, records: [record("first"), record("second")] }, "collection", {
      first: BYTES,
      second: Buffer.from("2"),
    });
    const many = await world.call(ANNA, "POST", "/composite/sobjects", form);
    expect(many.body).toMatchObject([{ success: true }, { success: true }]);
    expect(await bytesOf(many.body[1].id)).toEqual(Buffer.from("2"));
  });

  it("refuses blocked extensions and a full org", async () => {
    world = await openWorld({ switches: { blockedExtensions: ["exe", "html"] } });
    const put = (PathOnClient: string) => world.call(ANNA, "POST", "/sobjects/ContentVersion", { PathOnClient, VersionData: "AAAA" });
    expect((await put("virus.exe")).body[0].errorCode).toBe("FILE_EXTENSION_NOT_ALLOWED");
    expect((await put("page.html")).body[0].errorCode).toBe("HTML_FILE_UPLOAD_NOT_ALLOWED");
    world.salesforce.set({ storageFull: true });
    expect((await put("plan.pdf")).body[0].errorCode).toBe("STORAGE_LIMIT_EXCEEDED");
  });

  it("shows a file to those who may see what it is linked to", async () => {
    world = await openWorld();
    const task = world.salesforce.seed.task({ Subject: "Mail", OwnerId: world.anna });
    const made = await world.call(ANNA, "POST", "/sobjects/ContentVersion", {
      PathOnClient: "a.txt",
      VersionData: "AAAA",
      FirstPublishLocationId: task,
    });
    expect((await world.call(BEN, "GET", `/sobjects/ContentVersion/${made.body.id}`)).status).toBe(404);
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${task}`, { WhatId: account });
    expect((await world.call(BEN, "GET", `/sobjects/ContentVersion/${made.body.id}`)).status).toBe(200);
  });

  it("lets a file be put only where its user may change things", async () => {
    world = await openWorld({ switches: { accountSharing: "Read" } });
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const file = { PathOnClient: "a.txt", VersionData: "AAAA" };
    const refused = await world.call(BEN, "POST", "/sobjects/ContentVersion", { ...file, FirstPublishLocationId: account });
    expect(refused.body[0]).toMatchObject({ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY", fields: ["FirstPublishLocationId"] });
    const own = await world.call(BEN, "POST", "/sobjects/ContentVersion", file);
    const document = (await world.call(BEN, "GET", `/sobjects/ContentVersion/${own.body.id}`)).body.ContentDocumentId;
    const linked = await world.call(BEN, "POST", "/sobjects/ContentDocumentLink", { ContentDocumentId: document, LinkedEntityId: account });
    expect(linked.body[0]).toMatchObject({ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY", fields: ["LinkedEntityId"] });
  });

  it("keeps classic attachments beside their record, with the owner of their task", async () => {
    world = await openWorld();
    const task = world.salesforce.seed.task({ Subject: "Mail", OwnerId: world.anna });
    const made = await world.call(ANNA, "POST", "/sobjects/Attachment", { Name: "a.bin", Body: BYTES.toString("base64"), ParentId: task });
    expect(made.status).toBe(201);
    expect(await bytesOf(made.body.id, "Attachment", "Body")).toEqual(BYTES);
    expect((await world.call(ANNA, "GET", `/sobjects/Attachment/${made.body.id}?fields=BodyLength`)).body.BodyLength).toBe(BYTES.length);
    const foreign = await world.call(ANNA, "POST", "/sobjects/Attachment", { Name: "a", Body: "AAAA", ParentId: task, OwnerId: world.ben });
    expect(foreign.body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
  });

  it("has all of it again after a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "salesforce-"));
    folders.push(folder);
    const kept = { file: join(folder, "state.sqlite"), filesFolder: join(folder, "files"), switches: { tandemFields: true } };
    world = await openWorld(kept);
    const contact = await world.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Hopper", Tandem_Id__c: "t-1" });
    const file = await world.call(ANNA, "POST", "/sobjects/ContentVersion", {
      PathOnClient: "a.bin",
      VersionData: BYTES.toString("base64"),
    });
    const token = world.salesforce.signIn(ANNA);
    world.salesforce.set({ duplicateRules: "block" });
    // No orderly end: what was answered must be on disk already.
    const again = await openWorld(kept);
    await world.close();
    world = again;
    expect(again.salesforce.org.switches.duplicateRules).toBe("block");
    expect((await again.call(ANNA, "GET", `/sobjects/Contact/${contact.body.id}`)).body.LastName).toBe("Hopper");
    expect(await bytesOf(file.body.id)).toEqual(BYTES);
    const reply = await fetch(`${again.url}/services/data/v62.0/limits`, { headers: { authorization: `Bearer ${token}` } });
    expect(reply.status).toBe(200);
    const next = await again.call(ANNA, "PATCH", "/sobjects/Contact/Tandem_Id__c/t-1", { FirstName: "Grace" });
    expect(next.body).toMatchObject({ id: contact.body.id, created: false });
    const other = await again.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Other" });
    expect(other.body.id).not.toBe(contact.body.id);
  });
});
