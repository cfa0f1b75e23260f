import { notFound } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import { fromHereOnwards } from "../series/lightning.ts";
import { deleteRecord, existing } from "../writing.ts";
import { objectOf, writerOf, type ApiReply, type ApiRequest } from "./request.ts";

/** DELETE `/sobjects/Event/ID/fromThisEventOnwards`: this event and those that follow it; by the first of them the whole series. */
export function deleteOnwards(request: ApiRequest): ApiReply {
  const object = objectOf(request, "Event");
  const id = canonicalId(request.segments[2] ?? "");
  if (id === null) throw notFound();
  const writer = writerOf(request);
  const row = existing(writer, object, id);
  request.org.store.atomically(() => {
    for (const one of fromHereOnwards(request.org, row)) deleteRecord(writer, object, one.id);
  });
  return { status: 200, body: { success: "We're deleting the selected events from the series." } };
}
