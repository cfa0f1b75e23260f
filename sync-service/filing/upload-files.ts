import { Refused } from "../errors.ts";
import type { Problem } from "../errors.ts";
import type { FilingFile, IntendedFile } from "./filing-store.ts";
import type { Content } from "./mailbox.ts";
import type { Made, NewFile } from "./crm.ts";
import type { FilingParts } from "./parts.ts";

/** Says nothing about the file: the mail waits for room, so that it is filed with all of its files or not at all. */
const FULL = "SALESFORCE_STORAGE_LIMIT_EXCEEDED";

/** A file after its upload: its version's id, or why it was left out. */
export type Uploaded =
  | { readonly is: "up"; readonly file: IntendedFile; readonly versionId: string }
  | { readonly is: "left-out"; readonly file: IntendedFile; readonly problem: Problem };

export interface UploadParts extends Pick<FilingParts, "mailbox"> {
  readonly before: () => Promise<void>;
  /** Answers the id of what it became. */
  readonly send: (file: NewFile, content: Content) => Promise<string>;
  /** With all of its files or not at all: nothing of the mail stands yet. */
  readonly isWhole?: boolean;
}

/**
 * One after the other, each streamed from Exchange to Salesforce. What Salesforce refuses is left out and the mail is filed all
 * the same (F4); any other failure, with `isWhole` a full organisation included, ends the attempt, and the next one finds what is up already by its stamp.
 * `before` is asked before each of them, and may end it all.
 */
export async function uploadFiles(
  messageId: string,
  files: readonly IntendedFile[],
  wholeText: string | null,
  isUp: ReadonlyMap<string, string>,
  { mailbox, before, send, isWhole }: UploadParts,
): Promise<readonly Uploaded[]> {
  const done: Uploaded[] = [];
  for (const file of files) done.push(await uploaded(file));
  return done;

  async function uploaded(file: IntendedFile): Promise<Uploaded> {
    if (file.refused !== null) return { is: "left-out", file, problem: file.refused };
    const found = isUp.get(file.stamp);
    if (found !== undefined) return { is: "up", file, versionId: found };
    await before();
    let content: Content | null = null;
    try {
      content = file.attachmentId === null ? asContent(wholeText ?? "") : await mailbox.content(messageId, file.attachmentId);
      return { is: "up", file, versionId: await send({ name: file.name, stamp: file.stamp }, content) };
    } catch (error) {
      if (error instanceof Refused && (isWhole !== true || error.code !== FULL)) return { is: "left-out", file, problem: error.problem };
      throw error;
    } finally {
      await content?.close();
    }
  }
}

export function versionIds(uploads: readonly Uploaded[]): readonly string[] {
  return uploads.flatMap((upload) => (upload.is === "up" ? [upload.versionId] : []));
}

/** The files as the pane shows them, once they are linked. */
export function filingFiles(uploads: readonly Uploaded[], made: Made["files"], recordUrl: (id: string) => string): readonly FilingFile[] {
  return uploads.map((upload) => {
    const { name, size } = upload.file;
    if (upload.is === "left-out") return { name, size, link: null, problem: upload.problem };
    const { documentId = null, problem = null } = made.get(upload.versionId) ?? {};
    const link = documentId === null ? null : { id: documentId, type: "ContentDocument", name, url: recordUrl(documentId) };
    return { name, size, link, problem };
  });
}

/** The same of classic attachments, which are where they belong as soon as they are there. */
export function attachedFiles(uploads: readonly Uploaded[], recordUrl: (id: string) => string): readonly FilingFile[] {
  return uploads.map((upload) => {
    const { name, size } = upload.file;
    if (upload.is === "left-out") return { name, size, link: null, problem: upload.problem };
    return { name, size, link: { id: upload.versionId, type: "Attachment", name, url: recordUrl(upload.versionId) }, problem: null };
  });
}

/** One problem for the mail out of those of its files; null when all of them are there. The files' names stand beside it, sealed. */
export function problemOf(files: readonly FilingFile[]): Problem | null {
  const problems = files.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const [first] = problems;
  if (first === undefined) return null;
  const reasons = [...new Set(problems.map(({ message }) => message))].join(" ");
  const which = problems.length === 1 ? "one of its files" : `${problems.length} of its files`;
  return { ...first, message: `The mail is filed without ${which}. ${reasons}` };
}

function asContent(text: string): Content {
  const blob = new Blob([text]);
  return { open: async () => blob.stream(), size: blob.size, close: async () => {} };
}
