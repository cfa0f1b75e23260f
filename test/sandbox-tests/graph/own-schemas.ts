import type { ValidateFunction } from "ajv/dist/2020.js";
import { compile } from "./published-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** A path that the published schemas do not have, with what its replies look like; `null` for a reply without a body. */
interface OwnSchema {
  readonly method: string;
  /** Written as the published ones are. */
  readonly path: string;
  readonly status: number;
  readonly schema: Json | null;
}

const published = (name: string): Json => ({ $ref: `graph#/components/schemas/microsoft.graph.${name}` });

/** An object with these properties and no others, save annotations. */
const exactly = (properties: Json, required: readonly string[] = Object.keys(properties)): Json => ({
  type: "object",
  properties,
  required,
  patternProperties: { "@": {} },
  additionalProperties: false,
});
const listOf = (entry: Json): Json => exactly({ value: { type: "array", items: entry } });

const text: Json = { type: "string" };

const textOrNull: Json = { type: ["string", "null"] };
const guid: Json = { type: "string", format: "uuid" };

const servicePrincipal = exactly(
  {
    id: guid,
    accountEnabled: { type: "boolean" },
    appDisplayName: text,
    appId: guid,
    appOwnerOrganizationId: textOrNull,
    displayName: text,
    servicePrincipalType: { enum: ["Application", "ManagedIdentity", "Legacy", "SocialIdp"] },
    verifiedPublisher: exactly({ displayName: textOrNull, verifiedPublisherId: textOrNull, addedDateTime: textOrNull }),
    appRoles: {
      type: "array",
      items: exactly({
        id: guid,
        value: text,
        displayName: text,
        description: text,
        isEnabled: { type: "boolean" },
        origin: text,
        allowedMemberTypes: { type: "array", items: { enum: ["User", "Application"] } },
      }),
    },
  },
  ["id"],
);
const appRoleAssignment = exactly({
  id: text,
  appRoleId: guid,
  createdDateTime: { type: "string", format: "date-time" },
  deletedDateTime: textOrNull,
  principalDisplayName: text,
  principalId: guid,
  principalType: { enum: ["User", "Group", "ServicePrincipal"] },
  resourceDisplayName: text,
  resourceId: guid,
});
const permissionGrant = exactly({
  id: text,
  clientId: guid,
  consentType: { enum: ["AllPrincipals", "Principal"] },
  principalId: textOrNull,
  resourceId: guid,
  scope: text,
});

export const OWN_SCHEMAS: readonly OwnSchema[] = [
  { method: "GET", path: "/organization", status: 200, schema: listOf(published("organization")) },
  ...["forward", "snoozeReminder", "dismissReminder"].flatMap((act): readonly OwnSchema[] =>
    [200, 202].map((status) => ({ method: "POST", path: `/users/{user-id}/events/{event-id}/${act}`, status, schema: null })),
  ),
  // What other applications may do: res/serviceprincipal, res/approleassignment, res/oauth2permissiongrant
  { method: "GET", path: "/servicePrincipals", status: 200, schema: listOf(servicePrincipal) },
  { method: "GET", path: "/servicePrincipals/{servicePrincipal-id}", status: 200, schema: servicePrincipal },
  ...[
    "/servicePrincipals/{servicePrincipal-id}/appRoleAssignments",
    "/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo",
    "/users/{user-id}/appRoleAssignments",
  ].map((path): OwnSchema => ({ method: "GET", path, status: 200, schema: listOf(appRoleAssignment) })),
  ...[
    "/oauth2PermissionGrants",
    "/servicePrincipals/{servicePrincipal-id}/oauth2PermissionGrants",
    "/users/{user-id}/oauth2PermissionGrants",
  ].map((path): OwnSchema => ({ method: "GET", path, status: 200, schema: listOf(permissionGrant) })),
  // Answering: https://learn.microsoft.com/graph/api/message-reply, message-replyall, message-forward, message-createreplyall
  ...["reply", "replyAll", "forward"].map((name): OwnSchema => ({
    method: "POST",
    path: `/users/{user-id}/messages/{message-id}/${name}`,
    status: 202,
    schema: null,
  })),
  { method: "POST", path: "/users/{user-id}/messages/{message-id}/createReplyAll", status: 201, schema: published("message") },
  // Open extensions on items: https://learn.microsoft.com/graph/api/opentypeextension-get
  ...["messages/{message-id}", "contacts/{contact-id}", "events/{event-id}", "todo/lists/{todoTaskList-id}/tasks/{todoTask-id}"].flatMap(
    (item): readonly OwnSchema[] => {
      const all = `/users/{user-id}/${item}/extensions`;
      const one = `${all}/{extension-id}`;
      return [
        { method: "GET", path: all, status: 200, schema: listOf(published("openTypeExtension")) },
        { method: "POST", path: all, status: 201, schema: published("openTypeExtension") },
        { method: "GET", path: one, status: 200, schema: published("openTypeExtension") },
        { method: "PATCH", path: one, status: 200, schema: published("openTypeExtension") },
        { method: "DELETE", path: one, status: 204, schema: null },
      ];
    },
  ),
  // A contact's picture: https://learn.microsoft.com/graph/api/profilephoto-get
  {
    method: "GET",
    path: "/users/{user-id}/contacts/{contact-id}/photo",
    status: 200,
    schema: exactly({ id: text, height: { type: "integer" }, width: { type: "integer" } }),
  },
  { method: "PUT", path: "/users/{user-id}/contacts/{contact-id}/photo/$value", status: 200, schema: null },
  { method: "PATCH", path: "/users/{user-id}/contacts/{contact-id}/photo/$value", status: 200, schema: null },
  // One property by itself: https://learn.microsoft.com/graph/api/user-get-mailboxsettings
  ...["userPurpose", "timeZone", "dateFormat", "timeFormat"].map((name): OwnSchema => ({
    method: "GET",
    path: `/users/{user-id}/mailboxSettings/${name}`,
    status: 200,
    schema: exactly({ value: text }),
  })),
  {
    method: "GET",
    path: "/users/{user-id}/mailboxSettings/automaticRepliesSetting",
    status: 200,
    schema: published("automaticRepliesSetting"),
  },
  { method: "GET", path: "/users/{user-id}/mailboxSettings/language", status: 200, schema: published("localeInfo") },
  { method: "GET", path: "/users/{user-id}/mailboxSettings/workingHours", status: 200, schema: published("workingHours") },
  { method: "POST", path: "/users/{user-id}/contacts/{contact-id}/permanentDelete", status: 204, schema: null },
  { method: "POST", path: "/users/{user-id}/messages/{message-id}/permanentDelete", status: 204, schema: null },
  { method: "POST", path: "/users/{user-id}/events/{event-id}/permanentDelete", status: 204, schema: null },
  // https://learn.microsoft.com/graph/api/calendar-getschedule
  {
    method: "POST",
    path: "/users/{user-id}/calendars/{calendar-id}/getSchedule",
    status: 200,
    schema: listOf(published("scheduleInformation")),
  },
];

const compiled = new Map<OwnSchema, ValidateFunction>();

/** The check of our own for such a reply: null when it has no body, undefined when there is no schema of ours. */
export function ownCheck(method: string, path: string, status: number): ValidateFunction | null | undefined {
  const own = OWN_SCHEMAS.find((one) => one.method === method && one.path === path && one.status === status);
  if (!own) return undefined;
  if (own.schema === null) return null;
  const known = compiled.get(own);
  if (known) return known;
  const check = compile(own.schema);
  compiled.set(own, check);
  return check;
}
