import { type Static, Type } from "typebox";

/** `POST /api/me/first-sync`: the owner of a mailbox stops its first sync, or lets it go on where it was (B4). */
export const FirstSyncRequest = Type.Object(
  { do: Type.Union([Type.Literal("stop"), Type.Literal("continue")]) },
  { additionalProperties: false },
);
export type FirstSyncRequest = Static<typeof FirstSyncRequest>;
