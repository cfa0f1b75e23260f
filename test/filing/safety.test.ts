import { afterEach, describe, expect, it } from "vitest";
import { Fenced } from "../../sync-service/errors.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { emptyTree, withChanges } from "../../sync-service/graph/mail-folders.ts";
import { mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";

describe("what is kept of a mail", () => {
  let office: Office;
  afterEach(() => office.close());

  it("P6: no text, subject, address, name or file name is readable in the database", async () => {
    office = await openOffice();
    const anna = await office.hire("Anna", { blocked: ["spam@canary.example"] });
    const contact = { LastName: "Canarybird", Email: "bird@canary.example", OwnerId: anna.salesforceUserId };
    office.world.salesforce.seed.contact(contact);
    office.world.salesforce.set({ blockedExtensions: ["exe"] });
    const files = [{ name: "canaryfile.exe", content: "x" }];
    await office.world.graph.seed.mime(
      anna.email,
      FOLDER,
      mime({ from: "Bird <bird@canary.example>", subject: "Canary subject", text: "Canary text", files }),
    );
    await office.world.graph.seed.mime(anna.email, FOLDER, mime({ from: "spam@canary.example" }));
    await anna.fileAll();
    const rows = await Promise.all(
      (["filings", "activities", "journal", "cursors"] as const).map((table) => office.db.selectFrom(table).selectAll().execute()),
    );
    expect(rows[0]?.length).toBe(2);
    expect(JSON.stringify(rows)).not.toMatch(/canary|bird/i);
  });

  it("REL9: a cycle that lost the mailbox writes nothing more, neither here nor in Salesforce", async () => {
    office = await openOffice();
    const anna = await office.hire("Anna");
    await office.world.graph.seed.mime(anna.email, FOLDER, mime({}));
    const { mailbox } = anna.parts;
    const paused = {
      ...anna.parts,
      mailbox: {
        ...mailbox,
        read: async (id: string) => {
          const read = await mailbox.read(id);
          await office.db.updateTable("mailboxes").set({ generation: 2 }).where("id", "=", anna.mailboxId).execute();
          return read;
        },
      },
    };
    await expect(fileSlice(paused)).rejects.toThrow(Fenced);
    expect([...office.world.salesforce.org.store.rows("Task")]).toEqual([]);
  });
});

describe("F1: which folders count", () => {
  const tree = withChanges(emptyTree("root", ["deleted"]), [
    { id: "deep", parentFolderId: "sub" },
    { id: "sub", parentFolderId: "root" },
    { id: "inbox", parentFolderId: "top" },
    { id: "thrown", parentFolderId: "deleted" },
  ]).tree;

  it("the folder and all below it, in whatever order they are reported", () => {
    expect(Object.keys(tree.filing)).toEqual(["root", "sub", "deep"]);
    expect(Object.keys(tree.unwatched)).toEqual(["deleted", "thrown"]);
  });

  it("a folder that is moved in, and one that is moved out with what hangs below it", () => {
    const moved = withChanges(tree, [{ id: "inbox", parentFolderId: "deep" }]);
    expect([Object.keys(moved.tree.filing), moved.moved]).toEqual([["root", "sub", "deep", "inbox"], ["inbox"]]);
    const out = withChanges(tree, [{ id: "sub", parentFolderId: "top" }]);
    expect([Object.keys(out.tree.filing), out.moved]).toEqual([["root"], ["sub"]]);
  });

  it("not one that was deleted, nor one thrown into Deleted Items; a new name changes nothing", () => {
    expect(Object.keys(withChanges(tree, [{ id: "deep", "@removed": { reason: "deleted" } }]).tree.filing)).toEqual(["root", "sub"]);
    const thrown = withChanges(tree, [{ id: "deep", parentFolderId: "deleted" }]).tree;
    expect([Object.keys(thrown.filing), Object.keys(thrown.unwatched)]).toEqual([
      ["root", "sub"],
      ["deleted", "thrown", "deep"],
    ]);
    expect(withChanges(tree, [{ id: "sub" }]).tree).toEqual(tree);
  });
});
