/** A refusal as Graph words it. Thrown anywhere below a route, turned into the published error body in one place. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The error body; its date bears no zone, as the real one. */
  body(now: Date, requestId: string, clientRequestId: string): Readonly<Record<string, unknown>> {
    return {
      error: {
        code: this.code,
        message: this.message,
        innerError: { date: now.toISOString().slice(0, 19), "request-id": requestId, "client-request-id": clientRequestId },
      },
    };
  }
}

export const itemNotFound = (): GraphError => new GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.");

export const malformedId = (): GraphError => new GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.");

export const accessDenied = (): GraphError =>
  new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

export const noMailbox = (): GraphError =>
  new GraphError(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");

export const badRequest = (message: string): GraphError => new GraphError(400, "BadRequest", message);

export const noSuchProperty = (name: string, typeName: string): GraphError =>
  badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${typeName}'.`);

/** Known in Graph and not covered here. */
export const notCovered = (what: string): GraphError =>
  new GraphError(501, "NotCovered", `${what} is not covered by this stand-in of Microsoft Graph.`);
