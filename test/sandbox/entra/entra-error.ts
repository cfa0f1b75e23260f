import { randomUUID } from "node:crypto";

/** A refusal as Entra words it: an OAuth `error`, an AADSTS number, and a sentence. */
export class EntraError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(error: string, number: number, message: string, status = 400) {
    super(message);
    this.status = status;
    this.error = error;
    this.number = number;
  }

  /** The body that the token endpoint answers. */
  body(now: Date): Readonly<Record<string, unknown>> {
    const [trace, correlation] = [randomUUID(), randomUUID()];
    const timestamp = now.toISOString().replace("T", " ").slice(0, 19);
    return {
      error: this.error,
      error_description: `AADSTS${this.number}: ${this.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}Z`,
      error_codes: [this.number],
      timestamp: `${timestamp}Z`,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${this.number}`,
    };
  }
}
