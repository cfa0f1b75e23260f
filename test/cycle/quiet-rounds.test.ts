import { expect, it } from "vitest";
import { QuietRounds } from "../../sync-service/cycle/quiet-rounds.ts";

const now = new Date("2026-11-22T12:00:00Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

it("S3, MG14: a mailbox that was read to the end is quiet until it is woken or its safety read is due, and never after a restart", () => {
  const rounds = new QuietRounds();
  expect(rounds.until("m", 3n, now)).toBeNull();
  rounds.ended("m", { seq: 3n, until: inMinutes(15) });
  expect(rounds.until("m", 3n, now)).toEqual(inMinutes(15));
  expect(rounds.until("m", 4n, now)).toBeNull();
  expect(rounds.until("m", null, now)).toBeNull();
  expect(rounds.until("other", 3n, now)).toBeNull();
  expect(rounds.until("m", 3n, inMinutes(15))).toBeNull();
  rounds.ended("m", null);
  expect(rounds.until("m", 3n, now)).toBeNull();
});
