import { categoryName, folderNames } from "./names.ts";

/**
 * The rules that something done, or left undone, can rest on: by their numbers in the rule book, each in the words of a person who has to
 * live with it. Kept with every entry of the journal, which can be searched by them.
 */
export const ruleWords = {
  A2: "An administrator switches the sync of a mailbox on and off, and pauses it.",
  A3: "The preset says which kinds flow, which way, and what may be created.",
  B1: "Switching a mailbox on makes its folders, list and category, or adopts those that are there.",
  B2: "A folder or list that is missing is a fault and no wish to delete: what lay in it waits until it is repaired.",
  B3: "A mailbox belongs to one active user of Salesforce; while the pair does not hold, nothing flows.",
  B4: "What already lay in the mailbox before Tandem was switched on is not sent up by itself; the first sync can be stopped and continued.",
  B5: "Removing what sync has made in a mailbox is an act of its own, and can be undone.",
  C1: "The user's own contacts and leads in Salesforce come to Outlook.",
  C2: `Only contacts in the folder “${folderNames.contacts}”, or with the category “${categoryName}”, go to Salesforce.`,
  C3: "The mapped fields of a contact are the same on both sides.",
  C5: "A converted lead becomes its contact, and a merged record is followed to the one that won.",
  C6: "What Salesforce does not take as it is stays out, and the item says why.",
  E1: `Events with the category “${categoryName}” go to Salesforce, as do those that the preset takes up without it, and the user's own events in Salesforce come to the calendar, within the time that the preset names.`,
  E2: "The mapped fields of an event are the same on both sides, and a link to join is never lost.",
  E3: "One meeting is one event in Salesforce, kept in step from one mailbox.",
  E4: "A series is kept in step by its occurrences.",
  E5: "Private events are not taken up by themselves, and go up as private; the preset may share nothing but their time.",
  E6: "An event that Salesforce cannot hold stays out, and says why.",
  F1: `Mails in “${folderNames.emails}”, or with the category “${categoryName}”, are filed as completed tasks.`,
  F2: "Mails with a blocked address, and those among colleagues only, are not filed.",
  F5: "What is private, confidential or marked “Do not share” is not filed.",
  M1: "Before something is made, the other side is searched for the same; what is unsure is asked.",
  M2: "Where both sides changed the same field, the preset says whose value stands; the other is kept in a list.",
  M3: "What is deleted on one side is not made there again; an edited record outlives a deletion.",
  M4: "Taking off a mark is leaving: both stay as they are, until a mark is set anew.",
  M5: "Unusually many removals wait for a person.",
  M6: "A value that another program keeps changing back is not written again and again.",
  P1: "What could not be done is visible, with a reason and a next step.",
  P2: "What was done can be undone from the journal, unless it has changed since.",
  P5: "Nobody is mailed about a meeting unless a person has said so.",
  P9: "What is written over a newer value is told.",
  SF6: "A field that the user may not see or write in Salesforce is left alone.",
  T1: "The user's own tasks in Salesforce that are open, or were closed in the last 14 days, come to Outlook.",
  T2: `Tasks in the list “${folderNames.tasks}”, or with the category “${categoryName}”, go to Salesforce.`,
  T3: "The mapped fields of a task are the same on both sides.",
} as const;

export type RuleId = keyof typeof ruleWords;

/** For what reads ids that an earlier Tandem may have written. */
export const isRule = (text: string): text is RuleId => text in ruleWords;
