/** One entry of an error body. `fields` is there for what went wrong while a record was written. */
export interface ErrorEntry {
  readonly errorCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
  readonly duplicateResult?: unknown;
}

/** A refusal in the words of the published API, thrown anywhere and answered as a JSON array. */
export class Refusal extends Error {
  readonly status: number;
  /** The same, under the name by which Fastify knows it. */
  readonly statusCode: number;
  readonly entries: readonly ErrorEntry[];

  constructor(status: number, entries: readonly ErrorEntry[]) {
    super(entries.map((entry) => `${entry.errorCode}: ${entry.message}`).join("; "));
    this.status = status;
    this.statusCode = status;
    this.entries = entries;
  }
}

/** A refusal of a write: 400, with the fields it concerns. */
export function refused(errorCode: string, message: string, fields: readonly string[] = []): Refusal {
  return new Refusal(400, [{ errorCode, message, fields }]);
}

/** A refusal of a request as such: no `fields`. */
export function refusal(status: number, errorCode: string, message: string): Refusal {
  return new Refusal(status, [{ errorCode, message }]);
}

export const notFound = (): Refusal => refusal(404, "NOT_FOUND", "The requested resource does not exist");

export const notAnExternalId = (name: string): Refusal =>
  refusal(404, "NOT_FOUND", `Provided external ID field does not exist or is not accessible: ${name}`);

export const entityIsDeleted = (): Refusal =>
  new Refusal(404, [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }]);

export const noSuchRecord = (): Refusal =>
  new Refusal(404, [{ errorCode: "INVALID_CROSS_REFERENCE_KEY", message: "invalid cross reference id", fields: [] }]);

export const noAccess = (): Refusal =>
  new Refusal(403, [{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY", message: "insufficient access rights on object id", fields: [] }]);

export const noSuchColumn = (field: string, object: string): Refusal =>
  refusal(400, "INVALID_FIELD", `No such column '${field}' on sobject of type ${object}`);

export const methodNotAllowed = (): Refusal => refusal(405, "METHOD_NOT_ALLOWED", "HTTP Method not allowed for this resource");

export const notParsed = (message: string): Refusal => refusal(400, "JSON_PARSER_ERROR", message);
