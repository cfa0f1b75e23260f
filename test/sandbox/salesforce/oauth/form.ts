import type { FastifyRequest } from "fastify";

/** What a request says in its query and its form, the form winning. */
export function formOf(request: FastifyRequest): URLSearchParams {
  const form = new URLSearchParams(new URL(request.url, "http://x").search);
  if (Buffer.isBuffer(request.body)) for (const [name, value] of new URLSearchParams(request.body.toString("utf8"))) form.set(name, value);
  return form;
}
