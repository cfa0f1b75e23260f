import { expect, it } from "vitest";
import { isQuiet, roundOf, type Rounds } from "../../sync-service/cycle/rounds.ts";
import type { WakeUps } from "../../sync-service/cycle/wake-up.ts";

const now = new Date("2026-11-22T12:00:00Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const contacts = { seq: 3n, until: inMinutes(15), isTold: true };
const tasks = { seq: 3n, until: inMinutes(1), isTold: false };
const woken = (named: WakeUps["named"]): WakeUps => ({ seq: 9n, named });

it("S3: a kind that was read to its end rests until a wake-up names it, or everything, or its time is over", () => {
  expect(roundOf("contacts", { contacts }, woken({ all: 3n, events: 9n }), now)).toBe(contacts);
  expect(roundOf("contacts", { contacts }, woken({ contacts: 4n }), now)).toBeNull();
  expect(roundOf("contacts", { contacts }, woken({ all: 4n }), now)).toBeNull();
  expect(roundOf("contacts", { contacts }, woken({}), inMinutes(15))).toBeNull();
  expect(roundOf("contacts", { contacts: null }, woken({}), now)).toBeNull();
  expect(roundOf("events", { contacts }, woken({}), now)).toBeNull();
});

it("MG14: a mailbox is quiet when only what nobody tells us of may have news", () => {
  const quiet = (rounds: Rounds, named: WakeUps["named"] = {}) => isQuiet(rounds, woken(named), now);
  expect(quiet({ contacts, tasks })).toBe(true);
  expect(quiet({ contacts, tasks: { ...tasks, until: now } })).toBe(true);
  expect(quiet({ contacts, tasks }, { contacts: 4n })).toBe(false);
  expect(quiet({ contacts, events: null })).toBe(false);
  expect(quiet({})).toBe(false);
});
