import type { IdForm } from "./ids.ts";

/** What the `Prefer` header asks for; nothing of it is remembered from one request to the next. */
export interface Preferences {
  readonly idForm: IdForm;
  readonly bodyType: "html" | "text";
  readonly unsafeHtml: boolean;
  readonly maxPageSize: number | null;
  readonly timeZone: string | null;
  /** Those obeyed, as `Preference-Applied` repeats them. */
  readonly applied: readonly string[];
}

export function preferences(header: string | undefined): Preferences {
  const found = new Map<string, string>();
  for (const match of (header ?? "").matchAll(/(?<name>[\w.-]+)\s*(?:=\s*(?:"(?<quoted>[^"]*)"|(?<bare>[^\s,;]+)))?/gu)) {
    found.set((match.groups?.["name"] ?? "").toLowerCase(), match.groups?.["quoted"] ?? match.groups?.["bare"] ?? "");
  }
  const immutable = found.get("idtype")?.toLowerCase() === "immutableid";
  const asText = found.get("outlook.body-content-type")?.toLowerCase() === "text";
  const size = Number(found.get("odata.maxpagesize"));
  const maxPageSize = Number.isInteger(size) && size > 0 ? Math.min(size, 1000) : null;
  const timeZone = found.get("outlook.timezone") ?? null;
  return {
    idForm: immutable ? "immutable" : "default",
    bodyType: asText ? "text" : "html",
    unsafeHtml: found.has("outlook.allow-unsafe-html"),
    maxPageSize,
    timeZone,
    applied: [
      ...(immutable ? ['IdType="ImmutableId"'] : []),
      ...(asText ? ['outlook.body-content-type="text"'] : []),
      ...(maxPageSize === null ? [] : [`odata.maxpagesize=${maxPageSize}`]),
      ...(timeZone === null ? [] : [`outlook.timezone="${timeZone}"`]),
    ],
  };
}
