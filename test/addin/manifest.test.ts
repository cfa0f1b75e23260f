import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const FILE = join(ROOT, "manifest.xml");
const SCHEMA = resolve(ROOT, "../shared/data/manifest-xsd/extended/OfficeAppManifestV1_1.xsd");
const text = readFileSync(FILE, "utf8").replaceAll(/<!--[\s\S]*?-->/gu, "");
const manifest = new DOMParser().parseFromString(text, "text/xml");

const all = (name: string, within: ParentNode = manifest): readonly Element[] =>
  [...within.querySelectorAll("*")].filter((element) => element.tagName.split(":").at(-1) === name);
const names = (element: Element): readonly string[] => [...element.children].map((child) => child.tagName);
const [outer, inner] = all("VersionOverrides");
if (!outer || !inner) throw new Error("The manifest has no two VersionOverrides.");

/** The part of a block that is its own, without the newer block inside it. */
const ownOf = (block: Element): readonly Element[] => [...block.children].filter((child) => child.tagName !== "VersionOverrides");

describe("W4: manifest.xml", () => {
  it("OA1: is the XML one for mail, which phones and the Mac take too", () => {
    const root = manifest.documentElement;
    expect(root.tagName).toBe("OfficeApp");
    expect(root.getAttribute("xsi:type")).toBe("MailApp");
    expect(text).toContain('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
  });

  it("has its parts in the one order that is allowed", () => {
    expect(names(manifest.documentElement)).toEqual([
      "Id",
      "Version",
      "ProviderName",
      "DefaultLocale",
      "DisplayName",
      "Description",
      "IconUrl",
      "HighResolutionIconUrl",
      "SupportUrl",
      "AppDomains",
      "Hosts",
      "Requirements",
      "FormSettings",
      "Permissions",
      "Rule",
      "DisableEntityHighlighting",
      "VersionOverrides",
    ]);
    expect(names(outer)).toEqual(["Requirements", "Hosts", "Resources", "VersionOverrides"]);
    expect(names(inner)).toEqual(["Requirements", "Hosts", "Resources", "WebApplicationInfo"]);
  });

  it("OA2: offers pinning in the 1.1 block alone, after the place of the pane", () => {
    expect(ownOf(outer).flatMap((part) => all("SupportsPinning", part))).toEqual([]);
    const [pinned] = all("SupportsPinning", inner);
    expect(pinned?.textContent).toBe("true");
    expect(pinned?.previousElementSibling?.tagName).toBe("SourceLocation");
  });

  it("F1: takes several selected mails in the 1.1 block, after pinning, with the permission that Outlook wants for it", () => {
    expect(ownOf(outer).flatMap((part) => all("SupportsMultiSelect", part))).toEqual([]);
    const [several] = all("SupportsMultiSelect", inner);
    expect(several?.textContent).toBe("true");
    expect(several?.previousElementSibling?.tagName).toBe("SupportsPinning");
    expect(all("Permissions")[0]?.textContent).toBe("ReadWriteMailbox");
  });

  it("OA3: asks for Mailbox 1.5 and no more in every block", () => {
    for (const sets of all("Sets")) expect(sets.getAttribute("DefaultMinVersion")).toBe("1.5");
    expect(all("Set").map((set) => [set.getAttribute("Name"), set.getAttribute("MinVersion")])).toEqual(Array(3).fill(["Mailbox", null]));
  });

  it.each([
    ["1.0", outer],
    ["1.1", inner],
  ])("names in the %s block no resource that is missing, doubled, or of no use", (_version, block) => {
    const parts = ownOf(block);
    const resources = parts.find((part) => part.tagName === "Resources");
    const given = [...(resources?.querySelectorAll("[id]") ?? [])].map((element) => element.getAttribute("id") ?? "");
    const asked = parts.flatMap((part) => [...part.querySelectorAll("[resid]")]).map((element) => element.getAttribute("resid") ?? "");
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given).size).toBe(given.length);
    expect([...new Set(asked)].toSorted()).toEqual(given.toSorted());
    for (const id of given) expect(id.length).toBeLessThanOrEqual(32);
  });

  it("gives both blocks the same buttons on the desktop: beside a mail that is read, one that is written, a meeting, and a meeting of one's own", () => {
    const buttons = [outer, inner].map((block) =>
      ownOf(block)
        .flatMap((part) => all("DesktopFormFactor", part))
        .flatMap((part) => all("Control", part))
        .map((control) => control.getAttribute("id")),
    );
    expect(buttons[0]).toEqual(["Tandem.Read.Open", "Tandem.Write.Open", "Tandem.Meeting.Open", "Tandem.OwnMeeting.Open"]);
    expect(buttons[1]).toEqual(buttons[0]);
  });

  it("has every icon in its real size", () => {
    expect(all("IconUrl")[0]?.getAttribute("DefaultValue")).toMatch(/icon-64\.png$/u);
    expect(all("HighResolutionIconUrl")[0]?.getAttribute("DefaultValue")).toMatch(/icon-128\.png$/u);
    const places = [...text.matchAll(/\/pane\/icons\/icon-(\d+)\.png/gu)];
    expect(places.length).toBeGreaterThan(10);
    for (const [, size] of places)
      expect(widthAndHeight(join(ROOT, "addin/public/icons", `icon-${size}.png`))).toEqual([Number(size), Number(size)]);
    for (const image of all("Image").filter((one) => one.hasAttribute("resid"))) {
      const pixels = Number(image.getAttribute("size")) * Number(image.getAttribute("scale") ?? 1);
      expect(image.getAttribute("resid")).toBe(`Icon.${pixels}`);
    }
  });

  it("gives each desktop button 16, 32, and 80 pixels, and the phone's button each of its nine images", () => {
    const desktop = all("DesktopFormFactor", inner)
      .flatMap((part) => all("Image", part))
      .map((image) => image.getAttribute("size"));
    expect(desktop).toEqual(Array(4).fill(["16", "32", "80"]).flat());
    const phone = all("MobileFormFactor", inner)
      .flatMap((part) => all("Image", part))
      .map((image) => `${image.getAttribute("size")}@${image.getAttribute("scale")}`);
    expect(phone).toEqual([25, 32, 48].flatMap((size) => [1, 2, 3].map((scale) => `${size}@${scale}`)));
  });

  it("names only absolute https addresses, and no machine of a developer", () => {
    for (const [, address] of text.matchAll(/DefaultValue="([a-z]+:\/\/[^"]+)"/gu))
      expect(address).toMatch(/^https:\/\/(?!localhost|127\.)/u);
  });

  it("stays within the lengths that are allowed", () => {
    expect(statSync(FILE).size).toBeLessThan(256 * 1024);
    expect(all("DisplayName")[0]?.getAttribute("DefaultValue")?.length).toBeLessThanOrEqual(125);
    expect(all("Description")[0]?.getAttribute("DefaultValue")?.length).toBeLessThanOrEqual(250);
    for (const string of all("ShortStrings").flatMap((part) => all("String", part)))
      expect(string.getAttribute("DefaultValue")?.length).toBeLessThanOrEqual(125);
    for (const string of all("LongStrings").flatMap((part) => all("String", part)))
      expect(string.getAttribute("DefaultValue")?.length).toBeLessThanOrEqual(250);
  });

  const hasXmllint = spawnSync("xmllint", ["--version"]).status === 0;
  it.skipIf(!existsSync(SCHEMA) || !hasXmllint)("obeys the published schema (needs xmllint and ../shared/data/manifest-xsd)", () => {
    const { status, stderr } = spawnSync("xmllint", ["--nonet", "--noout", "--schema", SCHEMA, FILE], { encoding: "utf8" });
    expect(stderr).toContain("validates");
    expect(status).toBe(0);
  });
});

/** Of a PNG: its header says both, 16 bytes in. */
function widthAndHeight(path: string): readonly [number, number] {
  const bytes = readFileSync(path);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
