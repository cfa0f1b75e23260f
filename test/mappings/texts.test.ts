import { describe, expect, it } from "vitest";
import { bodyText, isRichBody } from "../../sync-service/mappings/body-text.ts";
import { canonicalText } from "../../sync-service/mappings/canonical-text.ts";

describe("the form in which texts are compared", () => {
  const lines = { limit: null, lines: true };
  const line = { limit: null, lines: false };

  it.each(["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"])("has one kind of line end, whichever it was: %j", (end) => {
    expect(canonicalText(`a${end}b`, lines)).toBe("a\nb");
    expect(canonicalText(`a${end}b`, line)).toBe("a b");
  });

  it("keeps blank lines, and every blank within a line", () => {
    expect(canonicalText("a\r\n\r\nb  c", lines)).toBe("a\n\nb  c");
    expect(canonicalText("a\n\rb", lines)).toBe("a\n\nb");
  });

  it.each([
    ["a tab is a blank", "a\tb\tc", "a b c"],
    ["control characters go", "a\u0000b\u001Fc\u007Fd\u009Fe", "abcde"],
    ["lone surrogates are replaced", "a\ud83dx\ude00", "a\ufffdx\ufffd"],
    ["blanks around it go", " \n\u00a0a\u3000\n ", "a"],
    ["emoji stay", "😀 ok", "😀 ok"],
  ])("%s", (_title, given, compared) => {
    expect(canonicalText(given, lines)).toBe(compared);
  });

  it.each([null, undefined, "", "  ", "\u0000", "\n\t"])("of nothing is nothing: %j", (blank) => {
    expect(canonicalText(blank, lines)).toBeNull();
    expect(canonicalText(blank, { limit: 3, lines: true })).toBeNull();
  });

  it.each([
    ["abc", 3, "abc"],
    ["abcd", 3, "abc"],
    ["ab cd", 3, "ab"],
    ["ab😀", 4, "ab😀"],
    ["ab😀", 3, "ab"],
    ["ab😀c", 4, "ab😀"],
    ["😀", 1, null],
  ])("%j cut to %i units is %j: never half a character, no blank at the end", (given, limit, cut) => {
    expect(canonicalText(given, { limit, lines: false })).toBe(cut);
  });
});

describe("bodies", () => {
  const texts = { textOf: (html: string) => `text of ${html}` };
  const html = (content: string | null, contentType = "html") => ({ content, contentType });

  it("of HTML are read as their text, of text as they are, and of nothing as nothing", () => {
    expect(bodyText(html("<p>a"), texts)).toBe("text of <p>a");
    expect(bodyText(html("<p>a", "HTML"), texts)).toBe("text of <p>a");
    expect(bodyText(html("<p>a", "text"), texts)).toBe("<p>a");
    expect(bodyText({ content: "a" }, texts)).toBe("a");
    expect(bodyText({ content: null, contentType: null }, texts)).toBe("");
    expect([bodyText(null, texts), bodyText(undefined, texts), bodyText({}, texts)]).toEqual(["", "", ""]);
  });

  it.each(["html", "head", "meta", "body", "div", "p", "br", "span", "font", "title"])(
    "E2: <%s> is what Exchange itself wraps around a plain text: an edit may be written over it",
    (tag) => {
      expect(isRichBody(html(`<${tag}>a`))).toBe(false);
      expect(isRichBody(html(`<${tag.toUpperCase()} class="x">a</${tag}>`))).toBe(false);
    },
  );

  it.each(["<b>a</b>", "<A HREF='x'>y</A>", "<p>a<img src=x>", "<h1>a", "<o2>"])(
    "E2: %s says more than its text, and is not written over",
    (content) => {
      expect(isRichBody(html(content))).toBe(true);
    },
  );

  it("E2: text is never rich, and neither is an empty body", () => {
    expect(isRichBody(html("<b>a</b>", "text"))).toBe(false);
    for (const body of [null, undefined, {}, html(null), html("a < b, and 1 <2")]) expect(isRichBody(body)).toBe(false);
  });
});
