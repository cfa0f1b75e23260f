import type { FilingChoice } from "../../shared/api/filing.ts";
import type { Problem } from "../errors.ts";
import type { AttachmentHead } from "./email.ts";
import type { AttachmentsAs } from "./rules.ts";
import { fileName, nameParts } from "./file-name.ts";

/** An attachment that is to become a file, or was left out and why. */
export interface FileToTake {
  readonly attachmentId: string;
  readonly name: string;
  readonly size: number;
  readonly refused: Problem | null;
}

export interface FilesToTake {
  readonly files: readonly FileToTake[];
  /** Names of files in the cloud: they came as links, and go as links in the text. */
  readonly cloudFiles: readonly string[];
}

/** Multipart uploads of a ContentVersion take 2 GB (REST guide, Insert or Update Blob Data). */
export const LARGEST_FILE = 2 * 1024 ** 3;
/** Of a classic attachment (object reference, Attachment). */
export const LARGEST_ATTACHMENT = 25 * 1024 ** 2;
/** More than that on one mail is no letter any more (SEC17). */
export const MOST_FILES = 500;

export function filesToTake(
  heads: readonly AttachmentHead[],
  chosen: FilingChoice["attachments"],
  inlineImages: boolean,
  as: AttachmentsAs,
): FilesToTake {
  const wanted = heads.filter(({ id, inline }) => (chosen === undefined ? !inline || inlineImages : chosen.includes(id)));
  const solid = wanted.filter((head) => head.is !== "cloud-link");
  return {
    files: solid.map((head, index) => ({
      attachmentId: head.id,
      name: nameOf(head, index + 1),
      size: head.size,
      refused: index < MOST_FILES ? refusalOf(head, as) : tooMany(solid.length),
    })),
    cloudFiles: wanted.filter((head) => head.is === "cloud-link").map(({ name }) => name),
  };
}

/** What can be said before anything is sent; the org's own limits show when it refuses. Names no file: reasons are kept unsealed (P6). */
export function refusalOf({ size }: Pick<AttachmentHead, "size">, as: AttachmentsAs): Problem | null {
  if (size <= (as === "files" ? LARGEST_FILE : LARGEST_ATTACHMENT)) return null;
  return {
    code: "FILE_TOO_LARGE",
    message: `It is larger than the ${as === "files" ? "2 GB" : "25 MB"} that Salesforce takes.`,
    remedy: "Put the file where both can reach it, and add its link to the activity.",
  };
}

function tooMany(count: number): Problem {
  return {
    code: "TOO_MANY_FILES",
    message: `The mail has ${count} attachments, of which the first ${MOST_FILES} are filed.`,
    remedy: "Add the others to the activity by hand if they matter.",
  };
}

const ITEM_EXTENSION: Readonly<Record<string, string>> = { "text/calendar": ".ics", "text/vcard": ".vcf", "text/x-vcard": ".vcf" };

/** An attached Outlook item has a subject for a name: a mail becomes an .eml. */
function nameOf(head: AttachmentHead, position: number): string {
  const name = fileName(head.name, `attachment ${position}`);
  if (head.is !== "item") return name;
  const extension = ITEM_EXTENSION[head.contentType?.toLowerCase() ?? ""] ?? ".eml";
  return nameParts(name).extension.toLowerCase() === extension ? name : fileName(`${name}${extension}`, name);
}
