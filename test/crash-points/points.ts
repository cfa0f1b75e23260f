import type { Stop } from "./interruption.ts";

/** Of one act: how many awaits it has, and at how many instants between them the process was stopped. */
export interface Line {
  readonly org: string;
  readonly act: string;
  readonly requests: number;
  readonly storeCalls: number;
  readonly stops: number;
  readonly onTheirWay: number;
}

const isEnd = (point: string): boolean => point.endsWith(" done");
/** Whatever only reads may arrive late without anybody noticing. */
const mayWrite = (point: string): boolean => /^(POST|PATCH|PUT|DELETE) /u.test(point) && !isEnd(point) && !point.endsWith("/token");

/**
 * Every instant at which the process can die: before each call, and after its effect before the answer. Where nothing else is under way, the
 * instant after an answer is the one before the next call, and counts once. Besides, every request that may write is left on its way.
 */
export function stopsAt(points: readonly string[]): readonly Stop[] {
  let underWay = 0;
  const stops: Stop[] = [];
  for (const [index, point] of points.entries()) {
    const isSameInstant = index > 0 && underWay === 0 && isEnd(points[index - 1] ?? "");
    if (!isSameInstant) stops.push({ at: index + 1, request: "as it is" });
    if (mayWrite(point)) stops.push({ at: index + 1, request: "on its way" });
    underWay += isEnd(point) ? -1 : 1;
  }
  return stops;
}

export function lineOf(org: string, act: string, points: readonly string[], stops: readonly Stop[]): Line {
  const onTheirWay = stops.filter(({ request }) => request === "on its way").length;
  const calls = points.filter((point) => !isEnd(point));
  const storeCalls = calls.filter((point) => point.startsWith("store ")).length;
  return { org, act, requests: calls.length - storeCalls, storeCalls, stops: stops.length - onTheirWay, onTheirWay };
}

export function tableOf(record: string, lines: readonly Line[]): string {
  const rows = lines.map(
    ({ org, act, requests, storeCalls, stops, onTheirWay }) =>
      `${record.padEnd(24)} ${act.padEnd(12)} ${org.padEnd(23)} ${[requests, storeCalls, stops, onTheirWay].map((count) => String(count).padStart(8)).join("")}`,
  );
  return [`${"record".padEnd(24)} ${"act".padEnd(12)} ${"org".padEnd(23)} requests   store   stops  on way`, ...rows].join("\n");
}
