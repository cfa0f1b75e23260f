/** Milliseconds that a vendor's clock and ours may be apart, with some minutes to spare (REL10: an hour). */
const APART_MS = 70 * 60_000;

/** From when on, by a vendor's own clock, that may have been made which we began to make at this moment of ours. */
export function byAnyClock(begun: Date): Date {
  return new Date(begun.getTime() - APART_MS);
}

/** The first of one or more moments. */
export function earliest(moments: readonly Date[]): Date {
  return new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

/** The first of those that there are. */
export function earliestIfAny(moments: readonly (Date | null)[]): Date | null {
  const some = moments.filter((moment) => moment !== null);
  return some.length === 0 ? null : earliest(some);
}
