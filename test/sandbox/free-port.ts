import { createServer } from "node:net";

/** A port nobody listens on just now: for a service that has to know its own address before it starts. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => probe.once("listening", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (typeof address !== "object" || address === null) throw new Error("the system gave no port");
  return address.port;
}
