/** How one property of a record is spoilt on its way to us, by a word for each. */
const SPOILT: Readonly<Record<string, unknown>> = {
  null: null,
  absent: undefined,
  rubbish: "rubbish",
  "no day": "2026-13-45T25:61:00Z",
  number: 7,
  "empty object": {},
  "list of nothing": [null],
};

export const HOW = Object.keys(SPOILT);

/** What a record bears that is to be spoilt: which property, a point between steps, and how. */
export const spoilt = (property: string, how: string): string => `Spoilt(${property}: ${how})`;

const MARK = /Spoilt\(([\w.]+): ([\w ]+)\)/u;

type Json = Readonly<Record<string, unknown>>;

/** The replies of either vendor with every record that bears such a mark spoilt in it, however deep it stands. */
export function spoiling(send: typeof fetch, isOn: () => boolean): typeof fetch {
  return async (input, options) => {
    const response = await send(input, options);
    const text = await response.text();
    const held = [204, 304].includes(response.status)
      ? null
      : isOn() && MARK.test(text)
        ? JSON.stringify(withSpoilt(JSON.parse(text)))
        : text;
    return new Response(held, { status: response.status, headers: without(response.headers) });
  };
}

/** The length is another one, and nothing is packed any more. */
function without(headers: Headers): Headers {
  const left = new Headers(headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) left.delete(name);
  return left;
}

function withSpoilt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSpoilt);
  if (typeof value !== "object" || value === null) return value;
  const isRecord = "@odata.etag" in value || "attributes" in value;
  const [, property, how] = (isRecord && MARK.exec(JSON.stringify(value))) || [];
  if (property === undefined || how === undefined)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSpoilt(inner)]));
  return spoiltAt(value as Json, property.split("."), SPOILT[how]);
}

function spoiltAt(record: Json, [property = "", ...deeper]: readonly string[], with_: unknown): Json {
  if (!(property in record)) return record;
  const inner = record[property];
  if (deeper.length > 0)
    return typeof inner === "object" && inner !== null ? { ...record, [property]: spoiltAt(inner as Json, deeper, with_) } : record;
  const { [property]: _was, ...others } = record;
  return with_ === undefined ? others : { ...others, [property]: with_ };
}
