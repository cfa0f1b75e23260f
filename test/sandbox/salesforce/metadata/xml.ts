/** An element without its namespace: names are local, attributes as written. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** The text directly within. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export class MalformedXml extends Error {}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN =
  /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>!]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gu;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

interface Open {
  readonly name: string;
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Reads a document without a DTD, which is all that SOAP and metadata files may be. @throws MalformedXml */
export function readXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/u, "");
  const root: Open = { name: "", tag: "", attributes: {}, children: [], text: "" };
  const path: Open[] = [root];
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    if (token.index !== at) throw new MalformedXml(`Unexpected character at ${at}`);
    at += token[0].length;
    const open = path.at(-1) ?? root;
    const [, cdata, closed, opened, attributes = "", empty, plain] = token;
    if (cdata !== undefined) open.text += cdata;
    else if (plain !== undefined) open.text += decoded(plain);
    else if (closed !== undefined) {
      if (open.tag !== closed || path.length === 1) throw new MalformedXml(`Element ${closed} ends where ${open.tag} should`);
      path.pop();
      path.at(-1)?.children.push(finished(open));
    } else if (opened !== undefined) {
      const next: Open = { name: localName(opened), tag: opened, attributes: attributesOf(attributes), children: [], text: "" };
      if (empty === "/") open.children.push(finished(next));
      else path.push(next);
    }
  }
  const [document, another] = root.children;
  if (at !== text.length || path.length > 1 || !document || another || root.text.trim() !== "")
    throw new MalformedXml("The document is not well-formed");
  return document;
}

function finished({ name, children, text, attributes }: Open): XmlElement {
  return { name, children, text: children.length > 0 ? "" : text, attributes };
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => [name, decoded(double ?? single ?? "")]));
}

function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/giu,
    (_whole, hex: string | undefined, number: string | undefined, name: string) => {
      if (hex !== undefined || number !== undefined)
        return String.fromCodePoint(hex === undefined ? Number(number) : Number.parseInt(hex, 16));
      const character = ENTITIES[name];
      if (character === undefined) throw new MalformedXml(`Unknown entity ${name}`);
      return character;
    },
  );
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((one) => one.name === name);
}

/** The text of a child; null when it is not there. */
export function childText(element: XmlElement, name: string): string | null {
  return child(element, name)?.text ?? null;
}

export type XmlValue = string | number | boolean | null | undefined | XmlValue[] | { readonly [name: string]: XmlValue };

/** Elements out of plain values: an array repeats its element, undefined leaves it out, `@name` is an attribute. */
export function writeXml(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => writeXml(name, one)).join("");
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (typeof value !== "object") return `<${name}>${encoded(String(value))}</${name}>`;
  const entries = Object.entries(value);
  const attributes = entries.filter(([key]) => key.startsWith("@")).map(([key, one]) => ` ${key.slice(1)}="${encoded(String(one))}"`);
  const inner = entries.filter(([key]) => !key.startsWith("@")).map(([key, one]) => writeXml(key, one));
  return `<${name}${attributes.join("")}>${inner.join("")}</${name}>`;
}

function encoded(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
