import { ServicePrincipals, type AppRoleAssignment, type PermissionGrant, type ServicePrincipal } from "../../entra/service-principals.ts";
import { context, ok, type Call, type GraphReply } from "../call.ts";
import { GraphError, noSuchProperty } from "../graph-error.ts";
import { predicate } from "../odata/filter-predicate.ts";
import { answerPage } from "../paging.ts";
import { inTenant, type Route } from "../route-table.ts";

/** One of these is enough to see applications, and one of those to see what they were granted (api/…-list, permissions). */
const APPLICATIONS = ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const GRANTS = [
  "DelegatedPermissionGrant.Read.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const ASSIGNMENTS = [...APPLICATIONS, "AppRoleAssignment.ReadWrite.All"];

type View = Readonly<Record<string, unknown>>;

/** What other applications may do in the tenant: read only, and seeded by registering them (see `entra/directory.ts`). */
export const appGrantRoutes: readonly Route[] = [
  inTenant("GET", "servicePrincipals", null, (call) =>
    list(call, APPLICATIONS, "servicePrincipal", principals(call).all().map(principalView)),
  ),
  inTenant("GET", "servicePrincipals/{principal}", null, (call) => {
    allow(call, APPLICATIONS);
    return ok({
      "@odata.context": context(call, "servicePrincipals/$entity"),
      ...selected(call, "servicePrincipal", principalView(principal(call))),
    });
  }),
  inTenant("GET", "servicePrincipals/{principal}/appRoleAssignments", null, (call) =>
    assignments(call, ASSIGNMENTS, (one) => one.principalId === principal(call).id),
  ),
  inTenant("GET", "servicePrincipals/{principal}/appRoleAssignedTo", null, (call) =>
    assignments(call, ASSIGNMENTS, (one) => one.resourceId === principal(call).id),
  ),
  inTenant("GET", "servicePrincipals/{principal}/oauth2PermissionGrants", null, (call) =>
    grants(call, (one) => one.clientId === principal(call).id),
  ),
  inTenant("GET", "oauth2PermissionGrants", null, (call) => grants(call, () => true)),
  inTenant("GET", "users/{user}/appRoleAssignments", null, (call) => {
    const id = userId(call, ASSIGNMENTS);
    return assignments(call, ASSIGNMENTS, (one) => one.principalId === id);
  }),
  inTenant("GET", "users/{user}/oauth2PermissionGrants", null, (call) => {
    const id = userId(call, GRANTS);
    return grants(call, (one) => one.principalId === id);
  }),
];

const principals = (call: Call): ServicePrincipals => new ServicePrincipals(call.world.directory);

/** By object id, or as `servicePrincipals(appId='…')`. */
function principal(call: Call): ServicePrincipal {
  const asked = call.params["principal"] ?? "";
  const appId = /^appId=(?<id>.+)$/iu.exec(asked)?.groups?.["id"];
  const found = principals(call)
    .all()
    .find((one) => (appId === undefined ? one.id === asked : one.appId === appId));
  if (!found) throw missing(asked);
  return found;
}

function userId(call: Call, needed: readonly string[]): string {
  allow(call, needed);
  const user = call.world.directory.user(call.params["user"] ?? "");
  if (!user) throw missing(call.params["user"] ?? "");
  return user.id;
}

const missing = (asked: string): GraphError =>
  new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${asked}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** @throws GraphError 403 unless one of them was granted, to the application or through the person. */
function allow(call: Call, needed: readonly string[]): void {
  if (!needed.some((one) => call.caller.granted.has(one)))
    throw new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

function assignments(call: Call, needed: readonly string[], wanted: (one: AppRoleAssignment) => boolean): GraphReply {
  allow(call, needed);
  const found = principals(call).assignments().filter(wanted);
  return list(
    call,
    needed,
    "appRoleAssignment",
    found.map((one) => ({ ...one, deletedDateTime: null })),
  );
}

function grants(call: Call, wanted: (one: PermissionGrant) => boolean): GraphReply {
  allow(call, GRANTS);
  return list(
    call,
    GRANTS,
    "oAuth2PermissionGrant",
    principals(call)
      .grants()
      .filter(wanted)
      .map((one) => ({ ...one })),
  );
}

function list(call: Call, needed: readonly string[], typeName: string, all: readonly View[]): GraphReply {
  allow(call, needed);
  const { filter } = call.options;
  const names = PROPERTIES[typeName] ?? [];
  const test = filter === null ? null : predicate(filter, { typeName, has: (name) => names.includes(name), collections: [] });
  const found = all.filter((one) => test === null || test({ extended: null, property: (name) => one[name] }));
  return answerPage(call, found, `${typeName}s`, (one) => selected(call, typeName, one), 100);
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  servicePrincipal: [
    "id",
    "accountEnabled",
    "appDisplayName",
    "appId",
    "appOwnerOrganizationId",
    "appRoles",
    "displayName",
    "servicePrincipalType",
    "verifiedPublisher",
  ],
  appRoleAssignment: [
    "id",
    "appRoleId",
    "createdDateTime",
    "deletedDateTime",
    "principalDisplayName",
    "principalId",
    "principalType",
    "resourceDisplayName",
    "resourceId",
  ],
  oAuth2PermissionGrant: ["id", "clientId", "consentType", "principalId", "resourceId", "scope"],
};

function principalView(one: ServicePrincipal): View {
  return {
    id: one.id,
    accountEnabled: true,
    appDisplayName: one.displayName,
    appId: one.appId,
    appOwnerOrganizationId: null,
    displayName: one.displayName,
    servicePrincipalType: "Application",
    verifiedPublisher: { displayName: one.publisher, verifiedPublisherId: null, addedDateTime: null },
    appRoles: one.appRoles.map(({ id, value }) => ({
      id,
      value,
      displayName: value,
      description: value,
      isEnabled: true,
      origin: "Application",
      allowedMemberTypes: ["Application"],
    })),
  };
}

function selected(call: Call, typeName: string, whole: View): View {
  const names = call.options.select?.map((asked) => {
    const name = PROPERTIES[typeName]?.find((one) => one.toLowerCase() === asked.toLowerCase());
    if (name === undefined) throw noSuchProperty(asked, typeName);
    return name;
  });
  return names === undefined ? whole : Object.fromEntries([...new Set(["id", ...names])].map((name) => [name, whole[name]]));
}
