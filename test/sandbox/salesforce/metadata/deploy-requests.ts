import { isJson, parsed, type ApiReply, type ApiRequest } from "../api/request.ts";
import { methodNotAllowed, noAccess, notFound, refusal } from "../errors.ts";
import { nameOfUser } from "./calls.ts";
import { deployResult } from "./deployments.ts";

/** `/metadata/deployRequest`: the Metadata API's deployment over REST. @throws Refusal */
export function deployRequests(request: ApiRequest): ApiReply {
  const [, , id] = request.segments;
  const { permissions, userId } = request.access;
  if (!permissions.customizeApplication && !permissions.modifyAllData) throw noAccess();
  if (id === undefined) {
    if (request.method !== "POST") throw methodNotAllowed();
    const file = request.parts?.find((part) => part.name === "file");
    const content = request.parts?.find((part) => part.name === "entity_content" || part.name === "json");
    if (!file || !content) throw refusal(400, "INVALID_MULTIPART_REQUEST", "A deployment needs the parts entity_content and file");
    const described = parsed(content.bytes.toString("utf8"));
    const options = isJson(described) && isJson(described["deployOptions"]) ? described["deployOptions"] : {};
    const { checkOnly, rollbackOnError } = options;
    const deployment = request.deployments.deploy(
      file.bytes,
      { checkOnly: checkOnly === true, rollbackOnError: rollbackOnError === true },
      userId,
    );
    return { status: 201, body: { id: deployment.id, deployOptions: options, validatedDeployRequestId: null } };
  }
  if (request.method !== "GET") throw methodNotAllowed();
  const deployment = request.deployments.get(id);
  if (!deployment) throw notFound();
  const details = request.query.get("includeDetails") === "true";
  return {
    status: 200,
    body: { id: deployment.id, deployResult: deployResult(deployment, details, nameOfUser(request.org, deployment.createdById)) },
  };
}
