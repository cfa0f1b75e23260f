import { addRow } from "../bare-rows.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";

/** What a token that was handed out leaves behind in the org: a login, and, for one that lasts, a row per user and app. */
export function noteSignIn(org: Org, userId: string, appName: string, lasts: boolean): void {
  const now = org.stamp();
  addRow(org, "LoginHistory", userId, {
    UserId: userId,
    LoginTime: now,
    LoginType: "Remote Access 2.0",
    Application: appName,
    Status: "Success",
    ApiType: "REST",
    SourceIp: "127.0.0.1",
  });
  if (!lasts) return;
  const known = org.store.having("OauthToken", "UserId", userId).find((row) => row.values["AppName"] === appName);
  const count = known?.values["UseCount"];
  if (known) {
    org.store.put("OauthToken", { ...known, values: { ...known.values, LastUsedDate: now, UseCount: Number(count ?? 0) + 1 } });
    return;
  }
  addRow(org, "OauthToken", userId, {
    AppName: appName,
    UserId: userId,
    LastUsedDate: now,
    UseCount: 1,
    DeleteToken: `del-${org.store.newId("OauthToken")}`,
  });
}

/** Revoking by `DeleteToken` takes the row away. */
export function revokeByDeleteToken(org: Org, token: string): Row | undefined {
  for (const row of org.store.rows("OauthToken")) {
    if (row.values["DeleteToken"] !== token) continue;
    org.store.remove("OauthToken", row.id);
    return row;
  }
  return undefined;
}
