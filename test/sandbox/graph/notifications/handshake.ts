import { randomUUID } from "node:crypto";
import { GraphError } from "../graph-error.ts";

const LIMIT_MS = 10_000;

/**
 * Asks a notification address to repeat a token, while the caller's POST is still pending (MG12).
 * @throws GraphError 400 unless it answers 200 with the decoded token as text/plain within ten seconds.
 */
export async function validateEndpoint(url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const target = new URL(url);
  target.searchParams.set("validationToken", token);
  let reply: Response;
  try {
    reply = await fetch(target, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: "",
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") throw failed("Subscription validation request timed out.");
    throw failed("Subscription validation request failed. Notification endpoint could not be reached.");
  }
  const text = await reply.text();
  if (reply.status !== 200)
    throw failed(
      `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. It responded with ${reply.status}.`,
    );
  if (!(reply.headers.get("content-type") ?? "").toLowerCase().startsWith("text/plain"))
    throw failed("Subscription validation request failed. Response must be of content type text/plain.");
  if (text !== token) throw failed("Subscription validation request failed. Response must exactly match validationToken query parameter.");
}

/** Notification addresses are https; plain http only on this machine, where the sandbox runs. @throws GraphError 400 */
export function checkEndpointUrl(url: unknown, name: string): string {
  const address = typeof url === "string" && URL.canParse(url) ? new URL(url) : null;
  const loopback = address !== null && ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
  if (address === null || (address.protocol !== "https:" && !(address.protocol === "http:" && loopback))) {
    throw new GraphError(400, "InvalidRequest", `${name} must be a valid HTTPS address.`);
  }
  return address.href;
}

const failed = (message: string): GraphError => new GraphError(400, "ValidationError", message);
