import { parseQuery } from "@jetstreamapp/soql-parser-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphPath, odataText } from "../../sync-service/graph/path.ts";
import {
  idsOfListView,
  anyOf,
  day,
  endingWith,
  fieldNames,
  objectName,
  recordId,
  recordIds,
  restPath,
  soql,
  startingWith,
} from "../../sync-service/salesforce/soql.ts";
import { unescaped } from "../sandbox/salesforce/soql/strings.ts";

/** The literals of a statement's first condition, as a parser of others reads it. */
function literals(text: string): readonly string[] {
  const { where } = parseQuery(text) as { readonly where?: { readonly left?: { readonly value?: string | readonly string[] } } };
  const value = where?.left?.value ?? [];
  return typeof value === "string" ? [value] : value;
}

/** How LIKE reads a literal: an escaped `%` or `_` is that character, a bare one a wildcard, all else as in any literal. */
function pattern(quoted: string): RegExp {
  const parts = quoted.slice(1, -1).match(/\\u[0-9a-f]{4}|\\.|[^\\]/gsu) ?? [];
  const source = parts.map((part) => {
    if (part === "%") return ".*";
    if (part === "_") return ".";
    const plain = part === "\\%" || part === "\\_" ? part.slice(1) : unescaped(`'${part}'`);
    return plain.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
  });
  return new RegExp(`^${source.join("")}$`, "s");
}

const NASTY = [
  "O'Brien",
  "\\",
  "\\'",
  "' OR Name != '",
  "%",
  "_",
  "?",
  "*",
  '"',
  "{}",
  "\u0000",
  "\u202eabc",
  "\n",
  "\r\n",
  "\t",
  "\u0007",
  "\u2028",
  "\u2029",
  "é\u{1f600}",
  "') FROM User --",
  "null",
  "",
];
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom("'", "\\", '"', "%", "_", "\n", "a"), { maxLength: 12 }).map((list) => list.join("")),
);

describe("SEC14: SOQL", () => {
  it("keeps any text a text", () => {
    fc.assert(
      fc.property(text, (value) => {
        const query = soql`SELECT Id FROM Contact WHERE LastName = ${value}`;
        const [literal] = literals(query.text);
        expect(unescaped(literal ?? "")).toBe(value);
      }),
    );
  });

  it("keeps lists of texts lists of the same texts", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (values) => {
        expect(literals(soql`SELECT Id FROM Contact WHERE Email IN ${values}`.text).map(unescaped)).toEqual(values);
      }),
    );
  });

  it("takes % and _ in a pattern as themselves", () => {
    fc.assert(
      fc.property(text, fc.string(), (value, beside) => {
        expect(pattern(startingWith(value).text).test(`${value}${beside}`)).toBe(true);
        expect(pattern(endingWith(value).text).test(`${beside}${value}`)).toBe(true);
        const other = value.replaceAll(/[%_]/gu, "x");
        expect(pattern(startingWith(value).text).test(other)).toBe(other === value);
      }),
    );
  });

  it("C1: asks for the ids of what a list view shows, filtered as it is, and of nothing else", () => {
    const shown =
      "SELECT Name, toLabel(Salutation), Valid_From__c, Id FROM Contact USING SCOPE mine WHERE Title = ' FROM Lead ' ORDER BY Name ASC";
    expect(idsOfListView(shown, "Contact")?.text).toBe(
      "SELECT Id FROM Contact USING SCOPE mine WHERE Title = ' FROM Lead ' ORDER BY Name ASC",
    );
    expect(idsOfListView("select id\nfrom contact", "Contact")?.text).toBe("SELECT Id FROM Contact");
    for (const none of ["", "SELECT Name FROM Lead", "FROM Contact", "FIND {a} IN ALL FIELDS"])
      expect(idsOfListView(none, "Contact")).toBeNull();
  });

  it("writes what is no text in its own form", () => {
    expect(
      soql`a = ${null} AND b = ${true} AND c > ${12.5} AND d >= ${new Date("2026-01-02T03:04:05Z")} AND e = ${day("2026-01-02")}`.text,
    ).toBe("a = null AND b = true AND c > 12.5 AND d >= 2026-01-02T03:04:05.000Z AND e = 2026-01-02");
    expect(
      soql`SELECT ${fieldNames(["Id", "Account.Name", "Id"])} FROM ${objectName("Tandem__c")} WHERE ${anyOf([soql`Id = ${recordId("003000000000001")}`, soql`Id IN ${recordIds(["003000000000001AAA"])}`])}`
        .text,
    ).toBe("SELECT Id, Account.Name FROM Tandem__c WHERE (Id = '003000000000001' OR Id IN ('003000000000001AAA'))");
  });

  it.each([
    ["an id that is none", () => recordId("003' OR '1'='1")],
    ["a name that is none", () => objectName("Contact WHERE 1 = 1")],
    ["a field that is none", () => fieldNames(["Id, (SELECT Id FROM Users)"])],
    ["no field at all", () => fieldNames([])],
    ["a list of nothing", () => soql`Id IN ${[]}`],
    ["a date that is none", () => day("2026-01-02 OR 1 = 1")],
    ["a number without end", () => soql`a = ${Number.POSITIVE_INFINITY}`],
    ["a path that climbs", () => restPath`/sobjects/${".."}/describe`],
    ["a path to nowhere", () => graphPath`/messages/${""}`],
  ])("refuses %s", (_what, build) => {
    expect(build).toThrow(RangeError);
  });
});

describe("SEC14: paths", () => {
  it("keep any id one segment, and any text one literal", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((id) => id !== "." && id !== ".." && id.isWellFormed()),
        fc.string().filter((value) => value.isWellFormed()),
        (id, value) => {
          const url = new URL(
            `https://graph.microsoft.com/v1.0${graphPath`/messages/${id}/$value?$filter=subject eq ${odataText(value)}`}`,
          );
          const [, , , segment, last] = url.pathname.split("/");
          expect(decodeURIComponent(segment ?? "")).toBe(id);
          expect(last).toBe("$value");
          expect(url.searchParams.get("$filter")).toBe(`subject eq '${value.replaceAll("'", "''")}'`);
          expect(url.hash).toBe("");
        },
      ),
    );
  });
});
