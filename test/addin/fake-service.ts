import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { FilingChoice } from "../../shared/api/filing.ts";
import type { OpenMail } from "../../addin/office/open-mail.ts";
import { ServiceProblem } from "../../addin/service/http.ts";
import type { PaneService } from "../../addin/service/pane-service.ts";
import { attachments, context, me, notFiled } from "../browser/sample-answers.ts";

/** A service that answers by the test's word, and remembers what it was asked. */
export class FakeService implements PaneService {
  readonly asked: string[] = [];
  readonly filed: FilingChoice[] = [];
  status_: (mail: OpenMail) => Promise<EmailStatus> = async () => notFiled;
  people_: PaneService["people"] = async () => ({ ...context, people: context.people.filter((person) => person.is !== "blocked") });
  me_: PaneService["me"] = async () => me;
  file_: PaneService["file"] = async () => ({ ...notFiled, state: "waiting" });

  me() {
    this.asked.push("me");
    return this.me_();
  }

  people(mail: OpenMail) {
    this.asked.push(`people ${mail.restId}`);
    return this.people_(mail);
  }

  status(mail: OpenMail) {
    this.asked.push(`status ${mail.restId}`);
    return this.status_(mail);
  }

  async attachments(mail: OpenMail) {
    this.asked.push(`attachments ${mail.restId}`);
    return attachments;
  }

  file(mail: OpenMail, choice: FilingChoice) {
    this.filed.push(choice);
    return this.file_(mail, choice);
  }
}

export const refused = (message: string): ServiceProblem => new ServiceProblem({ code: "X", message, remedy: "Do this." });

/** An answer that comes when the test says so. */
export function later<Value>(): { readonly promise: Promise<Value>; come(value: Value): void } {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { promise, come: resolve };
}
