import { existsSync, readdirSync, readFileSync } from "node:fs";

type Json = Readonly<Record<string, unknown>>;

/** One published or recorded exchange. Parts that a page does not show are absent. */
export interface Example {
  readonly name: string;
  readonly request: {
    readonly method: string;
    /** As written: with host for Graph, path only for Salesforce; empty when only a body is shown. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  } | null;
  readonly response: { readonly status: number | null; readonly headers: Readonly<Record<string, string>>; readonly body: unknown } | null;
}

/**
 * The examples of one folder beside the project. Null where the folder is absent: the tests on it are then skipped, as everything
 * else has to run without it.
 */
export function examplesIn(folder: "graph-examples" | "salesforce-examples"): readonly Example[] | null {
  const place = new URL(`../../../../shared/data/${folder}/`, import.meta.url);
  if (!existsSync(place)) return null;
  return readdirSync(place)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => read(file.slice(0, -".json".length), JSON.parse(readFileSync(new URL(file, place), "utf8")) as Json));
}

function read(name: string, file: Json): Example {
  const request = file["request"] as Json | null | undefined;
  const response = file["response"] as Json | null | undefined;
  return {
    name,
    request: request
      ? {
          method: String(request["method"] ?? "GET"),
          url: String(request["url"] ?? request["path"] ?? ""),
          headers: (request["headers"] ?? {}) as Readonly<Record<string, string>>,
          body: request["body"] ?? request["bodyText"],
        }
      : null,
    response: response
      ? {
          status: typeof response["status"] === "number" ? response["status"] : null,
          headers: (response["headers"] ?? {}) as Readonly<Record<string, string>>,
          body: response["body"] ?? response["bodyText"],
        }
      : null,
  };
}
