import { categoryName, folderNames } from "../../shared/records/names.ts";
import { type Explained, told } from "../cycle/why.ts";
import type { Problem } from "../errors.ts";
import type { Email } from "./email.ts";
import { exclusionOf } from "./exclusion.ts";
import { rulesOfFiling } from "./filing-rules.ts";
import type { Filing } from "./filing-store.ts";
import type { FilingRules } from "./rules.ts";
import { banOf, type ShareFlags } from "./sharing.ts";

/** How a mail stands that was taken up. */
export function explainFiling(filing: Filing): Explained {
  const { state, problem, nextAttemptAt } = filing;
  const rules = rulesOfFiling(state, problem);
  const can = problem ? [problem.remedy] : [];
  switch (state) {
    case "filed":
      return told("in-step", "It is filed as a completed task.", rules, {
        can: ["Take off the category, or move it out of the folder, to leave it."],
      });
    case "filed-in-part":
      return told("in-step", "It is filed, without some of its files.", rules, { problem, can });
    case "filing":
      return told("waits", "It is being filed at this moment.", rules, { next: "It becomes a completed task in Salesforce." });
    case "waiting": {
      const waits = { for: problem ? "the next try" : "its turn", until: nextAttemptAt };
      return told("waits", problem?.message ?? "It is going to be filed.", rules, {
        problem,
        waits,
        next: "It becomes a completed task in Salesforce.",
        can,
      });
    }
    case "unsent":
      return told("waits", "It is a draft that is filed when it has been sent.", rules, {
        waits: { for: "its sending", until: null },
        next: "It is filed when it has been sent.",
        can,
      });
    case "removing":
      return told("waits", "Its activity is being taken out of Salesforce.", rules, { problem, next: "The mail stays where it is." });
    case "failed":
      return told("failed", problem?.message ?? "It could not be filed.", rules, { problem, can: [...can, "File it again in the pane."] });
    case "listed":
      return told("asks", problem?.message ?? "It lay there before.", rules, { problem, can });
    case "excluded":
    case "left":
      return told("left-alone", problem?.message ?? "It is not filed.", rules, { problem, can });
  }
}

/**
 * Why a mail was not taken up, by the same questions that are put to one that is.
 * @param filingFolders the ids of "Salesforce Emails" and the folders below it
 */
export function explainUnfiled(email: Email, filingFolders: ReadonlySet<string>, rules: FilingRules, flags: ShareFlags): Explained {
  const isMarked = filingFolders.has(email.folderId) || email.categories.some((name) => name.toLowerCase() === categoryName.toLowerCase());
  const against: Problem | null = banOf(email, flags, rules) ?? exclusionOf(email, rules);
  const because = against ? rulesOfFiling("excluded", against) : [];
  if (isMarked && against) return told("left-alone", against.message, because, { problem: against, can: [against.remedy] });
  if (isMarked) {
    return told("waits", "It carries a mark, and was not met yet.", ["F1"], {
      waits: { for: "the next look at this mailbox", until: null },
      next: "It becomes a completed task in Salesforce.",
    });
  }
  const file = `Move it to “${folderNames.emails}”, set the category “${categoryName}”, or press File in the pane.`;
  return told("left-alone", `It neither lies in “${folderNames.emails}” nor carries the category “${categoryName}”.`, ["F1", ...because], {
    can: against ? [`A mark alone would not do: ${against.message}`, against.remedy] : [file],
  });
}
