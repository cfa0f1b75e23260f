import type { Preset } from "../../shared/api/preset.ts";
import { idOn } from "../../sync-service/cycle/link.ts";
import type { Administrator } from "./administrator.ts";
import type { BothSides, Known, Lying } from "./both-sides.ts";
import type { Ledger, Standing, Written } from "./ledger.ts";
import type { People } from "./people.ts";
import { formOf, type SimulatedKind } from "./plain-kinds.ts";

const SIDES = ["exchange", "salesforce"] as const;

/** Who is judged, and by whose words. */
export interface Case {
  readonly world: BothSides;
  /** As it stands now. */
  readonly preset: () => Preset;
  readonly people: People;
  readonly administrator: Administrator;
  readonly kinds: readonly SimulatedKind[];
  /** What was not mapped, as it stood when it was first seen, by record. */
  readonly unmapped: Map<string, string>;
}

/** Remembers which record stands for which item: afterwards one of them may be gone. */
export function notePairs({ world, people, kinds }: Case): void {
  for (const kind of kinds) {
    const { all, notes } = world.known(kind);
    for (const link of all) noted(idOn(link.exchange), idOn(link.salesforce), kind);
    for (const { item, record } of notes) noted(item, record, kind);
  }

  function noted(item: string | null, record: string | null, kind: SimulatedKind): void {
    if (item !== null && record !== null) people.ledger.paired(kind, item, record);
  }
}

/** Holds at every moment, whatever goes wrong outside. */
export function safety(judged: Case): readonly string[] {
  const before = judged.people.ledger.written.length;
  notePairs(judged);
  const complaints = glance(judged);
  return [...complaints, ...uncaused(judged, before)];
}

/** The part of it that can be seen without knowing what the service knows. */
export function glance(judged: Case): readonly string[] {
  const { world, people, kinds } = judged;
  const complaints: string[] = [];
  for (const kind of kinds) {
    for (const side of SIDES) {
      const lying = world.lying(kind, side);
      people.ledger.look(kind, side, lying);
      complaints.push(...doubled(judged, kind, side, lying), ...touched(judged, kind, side, lying));
      if (side === "salesforce") complaints.push(...private_(judged, kind, lying));
    }
  }
  const mailed = world.graph.mailed.list().slice(people.mailed);
  complaints.push(...mailed.map(({ why, to, event }) => `${why} for ${event.subject} was mailed to ${to}, and nobody asked for it`));
  return complaints;
}

/** What the service deleted, from its deed of that number on, without anything that people did to explain it. */
export function uncaused({ people: { ledger } }: Case, from: number): readonly string[] {
  return ledger.written
    .slice(from)
    .filter(({ kind, side, id, what }) => what === "removed" && !ledger.hasCause(kind, side, id))
    .map(({ kind, side, id }) => `${kind} ${id} was deleted in ${side} without a cause`);
}

/** One record an item: no two on one side hold what was written of one. */
function doubled({ people }: Case, kind: SimulatedKind, side: string, lying: readonly Lying[]): readonly string[] {
  const first = new Map<number, string>();
  return lying.flatMap(({ id, plain }) => {
    // What was handed over may be out of the user's sight, and be made once more when he marks his item.
    if (people.ledger.handedOverRows.has(`${kind} ${side} ${id}`)) return [];
    const identity = people.ledger.identityOf(kind, plain);
    if (identity !== null && people.ledger.merged.has(identity)) return [];
    if (identity === null) return [`${kind} ${id} in ${side} is nobody's`];
    const other = first.get(identity);
    first.set(identity, id);
    return other === undefined ? [] : [`${kind} ${other} is twice in ${side}: ${id} ${JSON.stringify(plain).slice(0, 150)}`];
  });
}

function touched({ unmapped }: Case, kind: SimulatedKind, side: string, lying: readonly Lying[]): readonly string[] {
  return lying.flatMap(({ id, unmapped: now }) => {
    const key = `${kind} ${side} ${id}`;
    const was = unmapped.get(key) ?? now;
    unmapped.set(key, was);
    return was === now ? [] : [`${key} was touched where nothing is mapped: "${was}" became "${now}"`];
  });
}

/** What carries no mark stays in the mailbox (C2). */
function private_({ world, people }: Case, kind: SimulatedKind, rows: readonly Lying[]): readonly string[] {
  // By what people did: a mark of the service's own makes nothing theirs to share.
  const own = world.lying(kind, "exchange").filter(({ id }) => people.ledger.personal.has(`${kind} exchange ${id}`));
  const secrets = new Set(own.flatMap(({ plain }) => Object.values(plain)).filter((value) => people.ledger.identities.has(value)));
  return rows
    .filter(({ plain }) => Object.values(plain).some((value) => secrets.has(value)))
    .map(({ id }) => `${kind} ${id} holds what was personal`);
}

/** Holds once it has been calm for long enough. */
export function liveness(judged: Case): readonly string[] {
  const complaints: string[] = [];
  for (const kind of judged.kinds) {
    complaints.push(
      ...unlike(judged, kind),
      ...wronglyWon(judged, kind),
      ...unknown(judged, kind),
      ...open(judged, kind),
      ...unwritten(judged, kind),
    );
  }
  return complaints;
}

function unlike({ world, people, administrator }: Case, kind: SimulatedKind): readonly string[] {
  const store = world.known(kind);
  const [items, rows] = [byId(world.lying(kind, "exchange")), byId(world.lying(kind, "salesforce"))];
  const until = administrator.closedUntil.get(kind) ?? -1;
  return store.all.flatMap((link) => {
    if (link.state !== "linked") return [];
    const [itemId, rowId] = [idOn(link.exchange) ?? "", idOn(link.salesforce) ?? ""];
    const [item, row] = [items.get(itemId), rows.get(rowId)];
    if (!item || !row) return [`${kind} ${link.id} is linked to ${item ? "an item" : "no item"} and ${row ? "a record" : "no record"}`];
    return Object.keys(formOf(kind, rowId).fields).flatMap((field) => {
      if (item.plain[field] === row.plain[field]) return [];
      if (store.conflicts.some((conflict) => conflict.open && conflict.linkId === link.id && conflict.field === field)) return [];
      const edits = [`${kind} exchange ${itemId} ${field}`, `${kind} salesforce ${rowId} ${field}`].map(
        (key) => people.ledger.lastEdit.get(key) ?? 0,
      );
      if (Math.max(...edits) <= until) return [];
      return [`${kind} ${link.id} differs in ${field}: "${short(item.plain[field])}" and "${short(row.plain[field])}"`];
    });
  });
}

/** Where both sides had changed a field, the side stands that the preset names (M2). Not asked where the preset was changed. */
function wronglyWon({ world, administrator, preset }: Case, kind: SimulatedKind): readonly string[] {
  const winner = administrator.onlyWinner(preset(), kind);
  if (winner === null) return [];
  const store = world.known(kind);
  return store.conflicts.flatMap(({ field, winner: won, linkId, kept }) => {
    if (field === "deletion" || won === winner) return [];
    // What stands in a richer form, or what others would be mailed about, stays as it is in the mailbox.
    const link = store.all.find(({ id }) => id === linkId);
    if (link?.exchange.is !== "present") return [];
    const { standing } = link.exchange.seen;
    const isGuarded = standing.on === "exchange" && (standing.guarded?.length ?? 0) > 0;
    return isGuarded ? [] : [`${kind} ${linkId}: ${won} won in ${field} with "${short(String(kept))}"`];
  });
}

/** What people marked or own is known to a link, and so is all that Tandem made. */
function unknown({ world, people, administrator }: Case, kind: SimulatedKind): readonly string[] {
  const links = world.known(kind).all;
  const closed = administrator.closedUntil.has(kind);
  return SIDES.flatMap((side) => {
    const known = new Set(links.map((link) => idOn(link[side])));
    const made = new Set(
      people.ledger.written.filter((one) => one.side === side && one.kind === kind && one.what === "created").map(({ id }) => id),
    );
    // Once a record is another's, its item may be marked anew and then has a record of its own.
    const isAnothers = (id: string, isOurs: boolean) => !isOurs && people.ledger.handedOverRows.has(`${kind} ${side} ${id}`);
    return world
      .lying(kind, side)
      .filter(({ id, isOurs }) => !isAnothers(id, isOurs))
      .filter(({ id, isOurs }) => !known.has(id) && (made.has(id) || isOurs) && !(closed && side === "salesforce" && !made.has(id)))
      .map(({ id, plain }) => `${kind} ${id} in ${side} is known to no link (${short(JSON.stringify(plain))})`);
  });
}

function open({ world, administrator }: Case, kind: SimulatedKind): readonly string[] {
  return world.known(kind).all.flatMap((link) => {
    if (link.intent) return [`${kind} ${link.id} is still intended`];
    if (link.dueAt) return [`${kind} ${link.id} is still due`];
    if (link.state === "failed" || link.state === "question") return [`${kind} ${link.id} is ${link.state}: ${String(link.reason)}`];
    if (link.state === "new" || (link.state === "listed" && !administrator.closedUntil.has(kind)))
      return [`${kind} ${link.id} is ${link.state}`];
    return [];
  });
}

/** Everything written has its note. */
function unwritten({ world, people }: Case, kind: SimulatedKind): readonly string[] {
  const { notes } = world.known(kind);
  return people.ledger.written
    .filter((written) => written.kind === kind && !notes.some((note) => tells(note, written, people.ledger) || isUncertain(note, written)))
    .map(
      (written) =>
        `${kind} ${written.id} was ${written.what} (${written.fields.join()}) in ${written.side}, and the journal has no note of it`,
    );
}

const DONE = { created: "create", changed: "update", removed: "remove" };
const PLACE = { exchange: "in Outlook", salesforce: "in Salesforce" };

/** A creation that got no answer is told once it was found, under the id that it had got meanwhile by being moved. */
export function tells(note: Known["notes"][number], { kind, side, id, what, fields }: Written, ledger: Ledger): boolean {
  const ids = what === "created" ? ledger.idsOf(kind, side, id) : [id];
  if (!ids.includes((side === "exchange" ? note.item : note.record) ?? "")) return false;
  if (note.outcome !== "done" || note.action !== `${DONE[what]} ${PLACE[side]}`) return false;
  return fields.some((field) => field in (note.after ?? {})) || what !== "changed";
}

/** No answer came, and whether it was written was not to be found out: the journal says so, of a creation without an id. */
function isUncertain(note: Known["notes"][number], { side, id, what, fields, record }: Written): boolean {
  if (note.outcome !== "unknown" || note.action !== `${DONE[what]} ${PLACE[side]}`) return false;
  if (what === "created") return ["lastName", "subject"].some((field) => field in record && note.after?.[field] === record[field]);
  return (
    (side === "exchange" ? note.item : note.record) === id && (what === "removed" || fields.some((field) => field in (note.after ?? {})))
  );
}

/** Edits of people that stand nowhere and are told nowhere; those in the window that P9 names are counted apart. */
export function vanished({ world, people, kinds }: Case): { readonly complaints: readonly string[]; readonly inWindow: number } {
  const { ledger } = people;
  const held = new Set<string>();
  const told = new Set<string>();
  /** Told as overwritten: an answer to those only who wrote while the service did. */
  const overwritten = new Set<string>();
  for (const kind of kinds) {
    for (const side of SIDES) for (const { plain } of world.lying(kind, side)) for (const value of Object.values(plain)) held.add(value);
    const { conflicts, notes } = world.known(kind);
    for (const { lost } of conflicts) told.add(String(lost));
    for (const { outcome, before = {} } of notes)
      if (outcome === "overwritten") for (const value of Object.values(before)) overwritten.add(String(value));
  }
  const lost = [...ledger.standing].filter(
    ([value, { window }]) => !held.has(value) && !told.has(value) && !(window.isRaced() && overwritten.has(value)),
  );
  const words = ([value, { kind, side, id, field }]: readonly [string, Standing]) =>
    `${short(value)}, written to ${kind} ${id} ${field} in ${side}, vanished`;
  return {
    complaints: lost.filter(([, { window }]) => !window.isStated()).map(words),
    inWindow: lost.filter(([, { window }]) => window.isStated()).length,
  };
}

const byId = (lying: readonly Lying[]): ReadonlyMap<string, Lying> => new Map(lying.map((each) => [each.id, each]));
const short = (value: string | undefined): string => (value ?? "").slice(0, 60);
