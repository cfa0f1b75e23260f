import { context, json, ok, type MailboxCall } from "../call.ts";
import { badRequest } from "../graph-error.ts";
import { decodeId, encodeId, fromEwsId, toEwsId, type Reference } from "../ids.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter } from "../shapes/shape.ts";

const TYPES = ["entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"] as const;
type IdType = (typeof TYPES)[number];

export const translateIdRoutes: readonly Route[] = [
  inMailbox("POST", "translateExchangeIds", "User.Read", (call) => {
    const body = json(call);
    const ids = parameter(body, "inputIds");
    if (!Array.isArray(ids) || ids.length > 1000 || ids.some((id) => typeof id !== "string"))
      throw badRequest("inputIds must be a collection of at most 1000 ids.");
    const [source, target] = [idType(parameter(body, "sourceIdType")), idType(parameter(body, "targetIdType"))];
    return ok({
      "@odata.context": context(call, "Collection(microsoft.graph.convertIdResult)"),
      value: ids.map((id: string) => translated(call, id, source, target)),
    });
  }),
];

function idType(sent: unknown): IdType {
  const found = TYPES.find((one) => one.toLowerCase() === String(sent).toLowerCase());
  if (!found) throw badRequest(`Requested value '${String(sent)}' was not found.`);
  return found;
}

function translated(call: MailboxCall, id: string, source: IdType, target: IdType): Record<string, unknown> {
  const reference = decodeId(source === "restId" || source === "restImmutableEntryId" ? id : fromEwsId(id));
  if (!reference || reference.mailbox !== call.mailbox.user) {
    return { sourceId: id, errorDetails: { code: "ErrorInvalidIdMalformed", message: "Id is malformed." } };
  }
  return { sourceId: id, targetId: form(call, reference, target) };
}

function form(call: MailboxCall, reference: Reference, target: IdType): string {
  const generation = reference.generation ?? call.mailbox.item(reference.key)?.generation ?? 0;
  const immutable = target === "restImmutableEntryId" || target === "immutableEntryId";
  const id = encodeId({ ...reference, generation }, immutable ? "immutable" : "default");
  return target === "restId" || target === "restImmutableEntryId" ? id : toEwsId(id);
}
