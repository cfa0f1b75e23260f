import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { access } from "./caller.ts";

const open = access.everyone("the contract is public");

/** OpenAPI of every route, at /docs. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: { title: "Tandem", description: "Keeps Outlook and Salesforce in step.", version: "0.1.0" },
      components: { securitySchemes: { entra: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
      security: [{ entra: [] }],
    },
    hideUntagged: true,
  });
  await app.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, access: open, page: "docs" };
    });
    await scope.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
  });
}
