import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { AttachmentChoices, FilingChoice } from "../../shared/api/filing.ts";
import type { Me } from "../../shared/api/me.ts";
import type { EmailContext } from "../../shared/api/person.ts";
import type { OpenMail } from "../office/open-mail.ts";
import type { Ask } from "./http.ts";

/** What the pane asks of the service. @throws ServiceProblem from every call. */
export interface PaneService {
  me(): Promise<Me>;
  people(mail: OpenMail): Promise<EmailContext>;
  status(mail: OpenMail): Promise<EmailStatus>;
  attachments(mail: OpenMail): Promise<AttachmentChoices>;
  /** Files the mail, or adds to what stands. Answers before it is done: the status then says how it goes on. */
  file(mail: OpenMail, choice: FilingChoice): Promise<EmailStatus>;
}

export function paneService(ask: Ask): PaneService {
  return {
    me: () => ask("GET", "/api/me"),
    people: (mail) => ask("GET", address(mail, "people")),
    status: (mail) => ask("GET", address(mail, "status")),
    attachments: (mail) => ask("GET", address(mail, "attachments")),
    file: (mail, choice) => ask("POST", address(mail, "filing"), choice),
  };
}

/** Both ids go along: the first dies with a move, the second may be missing. The service believes neither (P8). */
function address(mail: OpenMail, what: string): string {
  const query = mail.internetMessageId === null ? "" : `?${new URLSearchParams({ internetMessageId: mail.internetMessageId })}`;
  return `/api/emails/${encodeURIComponent(mail.restId)}/${what}${query}`;
}
