import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Readonly<Record<string, unknown>>;

/** A subscriber: passes the handshake and keeps the whole of what it is sent. */
export class GraphEndpoint {
  #server: Server | null = null;
  #tell: (body: Json) => void = () => undefined;
  readonly told = new Promise<Json>((resolve) => (this.#tell = resolve));

  async listen(handshake: "right" | "refused" = "right"): Promise<string> {
    const server = createServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const token = new URL(request.url ?? "", "http://x").searchParams.get("validationToken");
        if (token !== null) {
          reply.writeHead(handshake === "right" ? 200 : 404, { "content-type": "text/plain" }).end(token);
          return;
        }
        reply.writeHead(202).end();
        this.#tell(JSON.parse(Buffer.concat(chunks).toString()) as Json);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
