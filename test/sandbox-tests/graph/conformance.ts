import { checkError, faultsOf, hasSchemas, published } from "./published-schemas.ts";

/**
 * @param path as in the schema file: `/users/{user-id}/messages/{message-id}`.
 * @throws Error naming each part of the body that the published schema does not allow; unknown properties are refused.
 */
export function assertConforms(path: string, method: string, status: number, body: unknown): void {
  if (!hasSchemas) return;
  const name = `${method} ${path} ${status}`;
  if (status >= 400) {
    const faults = checkError(body);
    if (faults !== null) throw new Error(`${name} does not conform: ${faults}`);
    return;
  }
  const known = published(path, method, status);
  if (known.is === "unknown path" || known.is === "unknown status") throw new Error(`the published schemas have no ${name}`);
  if (known.is === "json" && !known.check(body)) throw new Error(`${name} does not conform: ${faultsOf(known.check.errors)}`);
}
