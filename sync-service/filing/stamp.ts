import type { AttachmentHead } from "./email.ts";

/** The same at every attempt for the same attachment, so that a file is found again whatever became of the attempt. */
export function stampOf(owner: string, attachments: readonly AttachmentHead[], attachmentId: string, size: number): string {
  return `Tandem ${owner} ${attachments.findIndex(({ id }) => id === attachmentId) + 1}/${size}`;
}
