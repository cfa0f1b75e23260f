import type { EmailStatus } from "../../../shared/api/email-status.ts";

export type StatusState = EmailStatus["state"];

/** What each state is called, and how grave it looks. Colour never says it alone. */
export function wordsOf(state: StatusState): { readonly word: string; readonly tone: "neutral" | "busy" | "good" | "warning" | "bad" } {
  switch (state) {
    case "not-filed":
      return { word: "Not filed", tone: "neutral" };
    case "waiting":
      return { word: "Waiting", tone: "busy" };
    case "filing":
      return { word: "Filing", tone: "busy" };
    case "unsent":
      return { word: "Waits to be sent", tone: "neutral" };
    case "removing":
      return { word: "Removing", tone: "busy" };
    case "filed":
      return { word: "Filed", tone: "good" };
    case "filed-in-part":
      return { word: "Filed in part", tone: "warning" };
    case "failed":
      return { word: "Failed", tone: "bad" };
    case "excluded":
      return { word: "Excluded", tone: "neutral" };
    case "listed":
      return { word: "Waiting for your choice", tone: "warning" };
  }
}

/** One sentence on where the mail stands: what a screen reader is told when it changes. */
export function sentenceOf(status: EmailStatus): string {
  const missing = status.files.filter((file) => file.problem !== null).length;
  switch (status.state) {
    case "not-filed":
      return "This mail is not filed.";
    case "waiting":
      return status.problem === null ? "This mail waits to be filed." : "This mail waits to be tried again.";
    case "filing":
      return "This mail is being filed.";
    case "unsent":
      return "This mail is filed when it has been sent.";
    case "removing":
      return "The activity of this mail is being removed from Salesforce.";
    case "filed":
      return status.filedBy === null ? "This mail is filed in Salesforce." : `This mail is filed in Salesforce, by ${status.filedBy}.`;
    case "filed-in-part":
      return `This mail is filed in Salesforce, without ${missing === 1 ? "one file" : `${missing} files`}.`;
    case "failed":
      return "This mail could not be filed.";
    case "excluded":
      return "This mail is not filed, by a rule.";
    case "listed":
      return "This mail lay in the folder before Tandem was switched on, and waits for your choice.";
  }
}

/**
 * How long to wait before the status is looked at again, in milliseconds. Quickly while it moves; a mail that is not filed may be
 * moved to the folder at any moment, so it is watched closely for a while after anything happened to it.
 */
export function pauseBeforeNextLook(state: StatusState | null, msSinceNews: number): number {
  switch (state) {
    case "waiting":
    case "filing":
    case "removing":
      return msSinceNews < 30_000 ? 700 : 3_000;
    case "not-filed":
    case "unsent":
    case "excluded":
    case "listed":
    case "failed":
    case null:
      return msSinceNews < 60_000 ? 1_500 : 15_000;
    case "filed":
    case "filed-in-part":
      return msSinceNews < 10_000 ? 2_500 : 30_000;
  }
}
