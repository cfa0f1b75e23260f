/** A fault as somebody might make it: in files of the service, some words in the place of others. */
export interface PlantedFault {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[];
}

const fault = (name: string, ...edits: readonly (readonly [file: string, find: string, put: string])[]): PlantedFault => ({
  name,
  edits: edits.map(([file, find, put]) => ({ file, find, put })),
});

export const FAULTS: readonly PlantedFault[] = [
  fault(
    "forgotten version check (contacts in Exchange)",
    ["graph/contact-writes.ts", `const headers = { "if-match": action.version };`, `const headers = {};`],
    [
      "graph/item-writes.ts",
      `return item["@odata.etag"] === action.version ? { item } : { outcome: { is: "moved" } };`,
      `return { item };`,
    ],
  ),
  fault(
    "forgotten version check (events in Exchange)",
    ["graph/event-writes.ts", `const headers = { "if-match": action.version };`, `const headers = {};`],
    [
      "graph/item-writes.ts",
      `return item["@odata.etag"] === action.version ? { item } : { outcome: { is: "moved" } };`,
      `return { item };`,
    ],
  ),
  fault("forgotten version check (Salesforce)", [
    "salesforce/record-updates.ts",
    `return found.seen.version !== action.version ||`,
    `return found.seen.version === "never" &&`,
  ]),
  fault("what was overwritten in the window is not told", [
    "salesforce/record-updates.ts",
    `return lost.length === 0 ? {} : { overwrote`,
    `return lost.length >= 0 ? {} : { overwrote`,
  ]),
  fault("base written before its action", [
    "cycle/act.ts",
    `return { ...link, intent: {`,
    `return { ...link, base: decision.agreed ?? link.base, intent: {`,
  ]),
  fault("base moves although an action failed", [
    "cycle/fold.ts",
    `if (!isDone(results.exchange) || !isDone(results.salesforce)) {`,
    `if (!isDone(results.exchange) && !isDone(results.salesforce)) {`,
  ]),
  fault("cursor before its page", [
    "cycle/observe.ts",
    `    const links = await linksAfter(`,
    `    await work.links.observed(work.lease, side, [], { cursor: page.cursor, readOnce: from.readOnce || page.last });
    const links = await linksAfter(`,
  ]),
  fault("echo by time window", [
    "cycle/sighting.ts",
    `      const { seen } = change;
`,
    `      const { seen } = change;
      if (known.is === "present" && known.ours && at.getTime() % 60_000 < 45_000) return link;
`,
  ]),
  fault(
    "end date inclusive",
    ["mappings/salesforce-event-codecs.ts", `dayAfter(dayIn(EndDateTime), 1)`, `dayIn(EndDateTime)`],
    ["mappings/salesforce-event-codecs.ts", `dayAfter(at.end, -1)`, `at.end`],
  ),
  fault("missing tombstone", [
    "cycle/observe.ts",
    `  for (const reported of changes) {
`,
    `  for (const reported of changes) {
    if (reported.is === "gone") continue;
`,
  ]),
  fault("a hint of removal is believed", [
    "cycle/sighting.ts",
    `[side]: { is: "gone", id, certain: false,`,
    `[side]: { is: "gone", id, certain: true,`,
  ]),
  fault("retry without look-up", ["cycle/recover.ts", `const seen = made.get(action.stamp);`, `const seen = made.get("");`]),
  fault("nothing is recovered", ["cycle/recover.ts", `if (open.length === 0) return null;`, `if (open.length >= 0) return null;`]),
  fault("non-idempotent create: a lost reply counts as a failure (Exchange)", [
    "graph/reply-errors.ts",
    `return isRead(method) ? new VendorFailed(message, options) : new OutcomeUnknown(message, options);`,
    `return new VendorFailed(\`\${method} \${message}\`, options) as never;`,
  ]),
  fault("fence unchecked", [
    "cycle/settle.ts",
    `    acting.map(({ link }) => link),
  );`,
    `    acting.map(({ link }) => link),
  ).catch(() => {});`,
  ]),
  fault("wrong side wins", ["engine/reconcile.ts", `rules.winner === "exchange"`, `rules.winner === "salesforce"`]),
  fault("the loser of a conflict is not told", [
    "engine/reconcile.ts",
    `if (verdict.loses !== undefined) {`,
    `if (verdict.loses !== undefined && verdict.write === null) {`,
  ]),
  fault(
    "a deletion outlives an edit",
    ["engine/decide-lost.ts", `edited(base, salesforce.record, "salesforce", policy)) return`, `policy.inPlay.size === 0) return`],
    ["engine/decide-lost.ts", `if (edited(base, counted.record, "exchange", policy)) return`, `if (policy.inPlay.size === 0) return`],
    ["engine/decide-lost.ts", `if (isEditedCopy(base, exchange.record, policy)) return`, `if (policy.inPlay.size === 0) return`],
  ),
  fault("a meeting with others is written like any other", [
    "graph/event-items.ts",
    `const meetsOthers = item.attendees.length > 0;`,
    `const meetsOthers = item.attendees.length > 1_000;`,
  ]),
  fault("others' categories are lost", [
    "graph/categories.ts",
    `  let next = categories;
`,
    `  let next: readonly string[] = [];
`,
  ]),
  fault(
    "personal contacts go up",
    [
      "graph/contact-changes.ts",
      `  parentFolderId === adopted || carries(categories, categoryName);`,
      `  parentFolderId === adopted || categories.length >= 0;`,
    ],
    ["engine/known.ts", `=> inFolder || category;`, `=> inFolder || !category || category;`],
  ),
  fault("an expired cursor forgets what was deleted", [
    "cycle/observe.ts",
    `  await work.links.startOver(work.lease, side, work.now());
`,
    ``,
  ]),
  fault("a 503 to a change counts as nothing happened", [
    "graph/reply-errors.ts",
    `((method === "PATCH" || method === "DELETE")`,
    `(method === "NONE"`,
  ]),
  fault("what Salesforce answered is lost when Exchange throws", [
    "cycle/settle.ts",
    `if (error instanceof SyncError) await settleWith(`,
    `if (error instanceof SyncError && acting.length === 0) await settleWith(`,
  ]),
  fault("no note of what was written", [
    "cycle/notes.ts",
    `if (result.is === "done") {`,
    `if (result.is === "done" && side === "salesforce") {`,
  ]),
  fault("due dates slip a day", ["graph/moments.ts", `timeZone: isWest ? zone : "UTC" }`, `timeZone: zone }`]),
  fault("a link is due once only", [
    "cycle/fold.ts",
    `dueAt: new Date(now.getTime() + waitMs(results, link.attempts)) };`,
    `dueAt: null };`,
  ]),
];
