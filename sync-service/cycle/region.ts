import { type CountryCode, getCountries, isSupportedCountry } from "libphonenumber-js/min";

const FALLBACK: CountryCode = "US";

/** Node has it; the compiler's library does not name it yet. */
type LocaleWithZones = Intl.Locale & { getTimeZones?(): readonly string[] };

let zones: ReadonlyMap<string, CountryCode> | null = null;

/** The country of a time zone: where numbers written without a country are dialled. */
export function regionOf(timeZone: string | null): CountryCode {
  if (timeZone === null) return FALLBACK;
  zones ??= regionsByZone();
  return zones.get(canonical(timeZone)) ?? FALLBACK;
}

/** Zones have had several names; the list knows one of them. */
function canonical(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return timeZone;
  }
}

/** Where countries share a zone, the one with the most zones stands for it. */
function regionsByZone(): ReadonlyMap<string, CountryCode> {
  const found = new Map<string, { readonly region: CountryCode; readonly zones: number }>();
  for (const region of getCountries()) {
    if (!isSupportedCountry(region)) continue;
    const own = (new Intl.Locale("und", { region }) as LocaleWithZones).getTimeZones?.() ?? [];
    for (const zone of own) {
      const known = found.get(zone);
      if (!known || own.length > known.zones) found.set(zone, { region, zones: own.length });
    }
  }
  return new Map([...found].map(([zone, { region }]) => [zone, region]));
}
