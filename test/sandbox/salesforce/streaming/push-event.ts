import { isJson, jsonBody, type ApiReply, type ApiRequest } from "../api/request.ts";
import { textOf } from "../draft.ts";
import { methodNotAllowed, notFound, refused } from "../errors.ts";
import { canonicalId } from "../ids.ts";

/** POST `/sobjects/StreamingChannel/ID/push`: an event of generic streaming, to all who listen. */
export function pushEvent(request: ApiRequest): ApiReply {
  if (request.method !== "POST") throw methodNotAllowed();
  const channel = request.org.store.get("StreamingChannel", canonicalId(request.segments[2] ?? "") ?? "");
  if (!channel || channel.deletedAt !== undefined) throw notFound();
  const { pushEvents } = jsonBody(request);
  if (!Array.isArray(pushEvents) || pushEvents.length === 0) throw refused("MISSING_ARGUMENT", "pushEvents is missing");
  const createdDate = request.org.clock.now().toISOString();
  const told = pushEvents.map((event: unknown) => {
    request.events.publish(textOf(channel, "Name") ?? "", { event: { createdDate }, payload: isJson(event) ? event["payload"] : null });
    return { fanoutCount: -1, userOnlineStatus: {} };
  });
  return { status: 200, body: told };
}
