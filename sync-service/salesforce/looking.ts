import { wouldWrite } from "../cycle/looking-only.ts";
import type { Salesforce } from "./api.ts";
import { RECORDS_AT_ONCE } from "./collections.ts";

/** A user's API that can be asked and not be written to. `counted` is told of every exchange; describe is shared by all, and left out. */
export function lookingInto(api: Salesforce, counted: () => void): Salesforce {
  const once = <T>(reply: Promise<T>, exchanges = 1): Promise<T> => {
    for (let exchange = 0; exchange < exchanges; exchange += 1) counted();
    return reply;
  };
  const refuse = () => Promise.reject(wouldWrite());
  return {
    ...api,
    query: (soql) => once(api.query(soql)),
    queryAll: (soql) => once(api.queryAll(soql)),
    composite: (requests, options) =>
      requests.every(({ method }) => method === "GET") ? once(api.composite(requests, options)) : refuse(),
    retrieve: (object, ids, fields) => once(api.retrieve(object, ids, fields), Math.ceil(ids.length / RECORDS_AT_ONCE)),
    create: refuse,
    update: refuse,
    delete: refuse,
    updateIf: refuse,
    uploadVersion: refuse,
    uploadAttachment: refuse,
    bytes: (path) => once(api.bytes(path)),
    get: (path) => once(api.get(path)),
    updated: (object, start, end) => once(api.updated(object, start, end)),
    deleted: (object, start, end) => once(api.deleted(object, start, end)),
  };
}
