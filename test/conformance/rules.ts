/** One rule of the product, in few words of our own. */
export interface Rule {
  readonly id: string;
  readonly asks: string;
  /** What of it is not there yet, in a sentence. Absent: nothing is known to be missing. */
  readonly lacks?: string;
}

export interface Chapter {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every rule there is, in the order of the rule book. A rule without a test says "Not built: …" or "No test …". */
export const chapters: readonly Chapter[] = [
  {
    title: "Promises",
    rules: [
      { id: "P1", asks: "Each change arrives once, or is visible with a reason and a next step" },
      {
        id: "P2",
        asks: "What we overwrote or removed can be read in the journal, and undone unless it changed since",
        lacks: "What was removed is made anew, never fetched out of a bin: no interface offers that for contacts, events and tasks.",
      },
      { id: "P3", asks: "What is not mapped stays as it was" },
      { id: "P4", asks: "A crash anywhere loses and doubles nothing" },
      {
        id: "P5",
        asks: "Nobody is mailed unless a person said so",
        lacks: "Inviting the people of a series, or of a part of one, that came down: they are named.",
      },
      { id: "P6", asks: "Little is kept, and that encrypted, each mailbox under its own key" },
      { id: "P7", asks: "The user's own rights decide what is read and written" },
      { id: "P8", asks: "A caller reaches his own mailbox only, and what he names is read again" },
      { id: "P9", asks: "Versions are compared before every overwrite, and the window that remains is stated" },
    ],
  },
  {
    title: "Setting up a mailbox",
    rules: [
      { id: "B1", asks: "Folders, list and category are made or adopted, and known by id" },
      { id: "B2", asks: "A folder that disappears pauses its kind, and is no wish to delete" },
      { id: "B3", asks: "Users are paired by verified addresses, kept by ids, and dropped when either is gone" },
      {
        id: "B4",
        asks: "What lay there before is listed, never sent by itself; the first sync tells its progress, can be stopped, continued, and tried dry",
      },
      {
        id: "B5",
        asks: "Switching off ends access, and leaves folders, items and records; what sync had made is removed by an act of its own",
      },
    ],
  },
  {
    title: "Contacts and leads",
    rules: [
      {
        id: "C1",
        asks: "The user's records come down; what leaves the scope is let go",
        lacks: "With all visible: a right to read that sharing alone gives or takes shows only when the record changes next.",
      },
      { id: "C2", asks: "Marked contacts go up; unmarked ones are never read into Salesforce" },
      { id: "C3", asks: "Which fields are kept in step" },
      { id: "C4", asks: "The account is proposed when it is certain, and a company is never wiped" },
      { id: "C5", asks: "Conversions and merges are followed in place; person accounts are contacts" },
      { id: "C6", asks: "What Salesforce refuses says so on the item, until it is repaired" },
    ],
  },
  {
    title: "Calendar events",
    rules: [
      {
        id: "E1",
        asks: "Which events come down and go up",
        lacks:
          "A meeting that the user has renamed in his own calendar gets a copy of its event beside it, where he is an invitee of that, too.",
      },
      { id: "E2", asks: "Fields of an event; instants and days never slip; a join link is never lost" },
      {
        id: "E3",
        asks: "Attendees become people of the event; one meeting is one event",
        lacks: "Where the organizer is not synced, answers of the others come through the copy of the event's owner alone.",
      },
      {
        id: "E4",
        asks: "Series, with their moved, changed and cancelled occurrences",
        lacks: "Beyond 300 occurrences in the window, and on another clock than the Salesforce user's, a series goes up as single events.",
      },
      { id: "E5", asks: "Private events go up only as private, or by their time only" },
      { id: "E6", asks: "What Salesforce cannot hold has a reason on the item, and breaks nothing" },
    ],
  },
  {
    title: "Tasks",
    rules: [
      { id: "T1", asks: "Open tasks of the user come down, closed ones for 14 days; mails and calls do not" },
      { id: "T2", asks: "Tasks of the list, or with the category, go up" },
      { id: "T3", asks: "Fields of a task; the due day never slips; the way to the record stands on the item" },
    ],
  },
  {
    title: "Filing mails",
    rules: [
      {
        id: "F1",
        asks: "A mail that is moved, marked or filed in the pane becomes a completed task",
      },
      { id: "F2", asks: "Whom and what the activity is related to; blocked and internal mail is not filed" },
      { id: "F3", asks: "One message is one activity in the org" },
      {
        id: "F4",
        asks: "Attachments go along, or are named with the reason",
      },
      { id: "F5", asks: "“Do not share” is obeyed on every path" },
      { id: "F6", asks: "Seconds from the move to the record, and the pane shows the state" },
      { id: "F7", asks: "Any mail that Exchange takes can be filed" },
    ],
  },
  {
    title: "Notes",
    rules: [
      {
        id: "N1",
        asks: "A note of the pane becomes closed tasks on the tagged people and accounts",
        lacks: "Not built: notes have no place in the pane yet.",
      },
      { id: "N2", asks: "“Do not share” keeps a note out, or removes its tasks", lacks: "Not built: there are no notes yet." },
    ],
  },
  {
    title: "The pane",
    rules: [
      {
        id: "W1",
        asks: "What Salesforce knows about the people of the open item",
        lacks: "Chatter; beside a meeting, what is known of its people.",
      },
      {
        id: "W2",
        asks: "Search, create and edit; file; what happened and why; settle conflicts and held writes",
        lacks: "Searching, creating and editing in the pane; notes.",
      },
      {
        id: "W3",
        asks: "First run: sign in, see what will happen, choose",
        lacks: "Not built: an administrator switches mailboxes on, and the pane has no first run of its own.",
      },
      { id: "W4", asks: "Outlook wherever it runs", lacks: "Run in a browser alone; no real Outlook has been tried." },
    ],
  },
  {
    title: "Matching, merging, deleting",
    rules: [
      { id: "M1", asks: "The other side is searched before anything is made; what is unsure is asked" },
      { id: "M2", asks: "Merged field by field against the base; the loser of a conflict can still be chosen" },
      { id: "M3", asks: "An edit outlives a deletion; nothing that was deleted is made there again by itself" },
      { id: "M4", asks: "Losing either mark is leaving, and deletes nothing" },
      { id: "M5", asks: "Removals are believed only when looked at, and a brake holds the many" },
      { id: "M6", asks: "Our own writes are recognised; a value that swings stops the item" },
    ],
  },
  {
    title: "Rivals",
    rules: [
      {
        id: "V1",
        asks: "A scan finds other software that moves the same data",
        lacks: "The scan; the stand-ins hold the traces that it will look for.",
      },
      { id: "V2", asks: "Each finding says how sure it is, and how to end it", lacks: "Not built: there is no scan yet." },
      {
        id: "V3",
        asks: "At run time, doubles and swings are laid to their author",
        lacks: "Not built: a swing stops its item (M6), and nobody is named.",
      },
      {
        id: "V4",
        asks: "What a predecessor left is adopted",
        lacks: "Links of a predecessor are not taken over by his stamps; twins are linked by what they hold.",
      },
    ],
  },
  {
    title: "Administration",
    rules: [
      { id: "A1", asks: "The overview: users, lag, backlog, budget, health", lacks: "Lag by kind; the forecast of the API budget." },
      { id: "A2", asks: "Users: who is who, switched on and off", lacks: "Groups of users." },
      {
        id: "A3",
        asks: "Presets: kinds, directions, scopes, policies, with draft and history",
        lacks: "Presets for groups and users; draft, difference and history; hours and urgency.",
      },
      {
        id: "A4",
        asks: "The mapping of fields, with checks, and tried on a real record",
        lacks: "Not built: the tables of fields are fixed in code.",
      },
      { id: "A5", asks: "One-time operations with dry run, progress, pause", lacks: "Not built: there are no one-time operations yet." },
      {
        id: "A6",
        asks: "The journal is searched; “why?” for any item",
        lacks: "Export; a fresh look at both sides of a pair that is in step.",
      },
      { id: "A7", asks: "Roles, and a log of what administrators do" },
    ],
  },
  {
    title: "Speed, scale, cost",
    rules: [
      { id: "S1", asks: "Woken by events both ways, true by looking; seconds" },
      { id: "S2", asks: "Looking costs the same for any number of users; writes travel together" },
      { id: "S3", asks: "What an idle cycle may cost" },
      {
        id: "S4",
        asks: "A share of the daily calls stays free; throttling is obeyed",
        lacks: "The forecast; a share that stays free by plan.",
      },
      {
        id: "S5",
        asks: "Ten thousand mailboxes in a process, more processes beside it",
        lacks: "Ten thousand mailboxes in one process were not measured.",
      },
    ],
  },
  {
    title: "Contracts",
    rules: [
      {
        id: "O1",
        asks: "`npm start` is everything, with nothing to configure",
        lacks: "No test starts it from a fresh clone: that was seen by hand.",
      },
      { id: "O2", asks: "`npm run serve`, by its environment" },
      { id: "O3", asks: "Which addresses outside are spoken to, and how" },
      { id: "O4", asks: "Who may call, and by what token" },
      { id: "O5", asks: "The administration API" },
      { id: "O6", asks: "An org without any field of ours is enough", lacks: "`npm run org-setup`, which deploys the fields." },
      { id: "O7", asks: "`npm test` and the programs that prove and measure" },
    ],
  },
];

export const rules: readonly Rule[] = chapters.flatMap((chapter) => chapter.rules);
