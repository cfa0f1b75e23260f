import type { Answer, AnswersTaken } from "../../shared/api/attention.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { Invitation } from "../../shared/api/invitation.ts";
import type { FilingChoice, SharingChoice, ThreadChoice } from "../../shared/api/filing.ts";
import type { OpenMail, OpenMeeting } from "../../addin/office/open-mail.ts";
import { ServiceProblem } from "../../addin/service/http.ts";
import type { PaneService } from "../../addin/service/pane-service.ts";
import { attachments, context, leftAlone, me, notFiled } from "../browser/sample-answers.ts";

/** A service that answers by the test's word, and remembers what it was asked. */
export class FakeService implements PaneService {
  readonly asked: string[] = [];
  readonly filed: FilingChoice[] = [];
  status_: (mail: OpenMail) => Promise<EmailStatus> = async () => notFiled;
  people_: PaneService["people"] = async () => ({ ...context, people: context.people.filter((person) => person.is !== "blocked") });
  me_: PaneService["me"] = async () => me;
  file_: PaneService["file"] = async () => ({ ...notFiled, state: "waiting" });

  readonly answered: { readonly ids: readonly string[]; readonly answer: Answer; readonly recordId?: string; readonly mails?: number }[] =
    [];
  attention_: PaneService["attention"] = async () => ({ items: [], next: null, total: 0 });
  answer_: (ids: readonly string[]) => Promise<AnswersTaken> = async (ids) => ({ taken: [...ids], refused: [] });

  attention(cursor: string | null) {
    this.asked.push("attention");
    return this.attention_(cursor);
  }

  answer(ids: readonly string[], answer: Answer) {
    this.answered.push({ ids, answer });
    return this.answer_(ids);
  }

  answerOne(id: string, answer: Answer, more: { readonly recordId?: string; readonly mails?: number }) {
    this.answered.push({ ids: [id], answer, ...more });
    return this.answer_([id]);
  }

  me() {
    this.asked.push("me");
    return this.me_();
  }

  readonly turned: string[] = [];
  firstSync(to: "stop" | "continue") {
    this.turned.push(to);
    return this.me_();
  }

  why_: PaneService["why"] = async () => leftAlone;

  why(about: Parameters<PaneService["why"]>[0]) {
    this.asked.push(`why ${about.kind === "email" ? about.mail.restId : about.meeting.restId}`);
    return this.why_(about);
  }

  undo_: PaneService["undo"] = async (_entry, { dryRun }) => ({ items: [], counts: [], mails: 0, dryRun });
  undo(entry: string, how: { readonly dryRun: boolean; readonly mails: number }) {
    this.asked.push(`undo ${entry}${how.dryRun ? "?" : ""}`);
    return this.undo_(entry, how);
  }

  guests_: PaneService["guests"] = async () => ({ people: [], mails: 0, problem: null, asked: false });
  guests(meeting: OpenMeeting) {
    return this.guests_(meeting);
  }

  readonly invited: Invitation[] = [];
  invite_: PaneService["invite"] = async (meeting) => ({ ...(await this.guests_(meeting)), asked: true });
  invite(meeting: OpenMeeting, invitation: Invitation) {
    this.invited.push(invitation);
    return this.invite_(meeting, invitation);
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

  readonly shared: (SharingChoice | ThreadChoice)[] = [];
  replies_: PaneService["replies"] = async (_mail, { replies }) => ({ ...notFiled, thread: { replies, record: null } });
  removed = 0;
  share_: PaneService["share"] = async (_mail, { scope, share }) => ({ ...notFiled, sharing: { ...notFiled.sharing, [scope]: !share } });
  remove_: PaneService["remove"] = async () => ({ ...notFiled, state: "removing" });

  share(mail: OpenMail, choice: SharingChoice) {
    this.shared.push(choice);
    return this.share_(mail, choice);
  }

  replies(mail: OpenMail, choice: ThreadChoice) {
    this.shared.push(choice);
    return this.replies_(mail, choice);
  }

  readonly whenSent: { readonly restId: string; readonly file: boolean }[] = [];
  fileWhenSent_: PaneService["fileWhenSent"] = async (_mail, file) => ({ ...notFiled, state: file ? "unsent" : "not-filed" });

  fileWhenSent(mail: OpenMail, file: boolean) {
    this.whenSent.push({ restId: mail.restId, file });
    return this.fileWhenSent_(mail, file);
  }

  remove(mail: OpenMail) {
    this.removed += 1;
    return this.remove_(mail);
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
