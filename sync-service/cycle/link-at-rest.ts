import type { Fields } from "../../shared/records/fields.ts";
import type { Link, Sight } from "./link.ts";
import { condensed, rehydrated } from "./long-text.ts";

/**
 * The link as it is kept (P6): long texts of the base as a hash and a length, those of the sights too once there is nothing
 * to decide any more.
 */
export function atRest<F extends Fields>(link: Link<F>): Link<F> {
  const base = link.base && condensed(link.base);
  if (link.dueAt !== null || link.intent !== null) return { ...link, base };
  return { ...link, base, exchange: condensedSight(link.exchange), salesforce: condensedSight(link.salesforce) };
}

/** The link as it is decided on: texts are put back wherever one side's sight still holds them. */
export function awake<F extends Fields>(link: Link<F>): Link<F> {
  const records = [link.exchange, link.salesforce].flatMap((sight) => (sight.is === "present" ? [sight.seen.record] : []));
  const whole = <S extends Sight<F>>(sight: S): Sight<F> =>
    sight.is === "present" ? { ...sight, seen: { ...sight.seen, record: rehydrated(sight.seen.record, records) } } : sight;
  return { ...link, base: link.base && rehydrated(link.base, records), exchange: whole(link.exchange), salesforce: whole(link.salesforce) };
}

function condensedSight<F extends Fields>(sight: Sight<F>): Sight<F> {
  return sight.is === "present" ? { ...sight, seen: { ...sight.seen, record: condensed(sight.seen.record) } } : sight;
}
