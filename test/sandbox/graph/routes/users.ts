import { context, ok, type Call } from "../call.ts";
import type { DirectoryUser } from "../../entra/directory.ts";
import { covers } from "../caller.ts";
import { accessDenied, badRequest, GraphError, noMailbox, noSuchProperty } from "../graph-error.ts";
import { predicate, type FilterRules } from "../odata/filter-predicate.ts";
import { answerPage } from "../paging.ts";
import { inTenant, type Route } from "../route-table.ts";
import { settings } from "./mailbox-settings.ts";

/** What is shown without `$select` (api/user-get), and what only with it. */
const DEFAULT = [
  "businessPhones",
  "displayName",
  "givenName",
  "id",
  "jobTitle",
  "mail",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "surname",
  "userPrincipalName",
];
const SELECTABLE = [
  ...DEFAULT,
  "accountEnabled",
  "assignedLicenses",
  "companyName",
  "createdDateTime",
  "department",
  "mailNickname",
  "otherMails",
  "proxyAddresses",
  "userType",
  "mailboxSettings",
];

const rules: FilterRules = { typeName: "user", has: (name) => SELECTABLE.includes(name), collections: ["proxyAddresses", "otherMails"] };

export const userRoutes: readonly Route[] = [
  inTenant("GET", "users", null, (call) => {
    allow(call, null);
    const test = call.options.filter === null ? null : predicate(call.options.filter, rules);
    const found = call.world.directory
      .users()
      .filter((user) => test === null || test({ extended: null, property: (name) => whole(user)[name] }));
    const sorted = [...found].sort((left, right) => left.displayName.localeCompare(right.displayName));
    if (call.options.select?.some((name) => name.toLowerCase() === "mailboxsettings") === true)
      throw badRequest("Property 'mailboxSettings' can be retrieved for a single user only.");
    return answerPage(call, sorted, "users", (user) => shown(call, user), 100);
  }),
  inTenant("GET", "users/{user}", null, (call) => {
    const user = call.world.directory.user(call.params["user"] ?? "");
    allow(call, user ?? null);
    if (!user)
      throw new GraphError(
        404,
        "Request_ResourceNotFound",
        `Resource '${call.params["user"] ?? ""}' does not exist or one of its queried reference-property objects are not present.`,
      );
    return ok({ "@odata.context": context(call, "users/$entity"), ...shown(call, user), ...settingsOf(call, user) });
  }),
  inTenant("GET", "organization", null, (call) => {
    allow(call, null);
    return ok({
      "@odata.context": context(call, "organization"),
      value: [
        { id: call.world.tenantId, displayName: "Sandbox", tenantType: "AAD", countryLetterCode: "GB", verifiedDomains: domains(call) },
      ],
    });
  }),
];

/** The directory is open to `User.Read.All` and the like; one's own entry to `User.Read`. @throws GraphError 403 */
function allow(call: Call, user: DirectoryUser | null): void {
  const { caller } = call;
  if (user !== null && caller.userId === user.id) return;
  const wide = ["User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All", "Directory.Read.All", "Organization.Read.All"];
  if (wide.some((one) => caller.granted.has(one)) || covers(caller, "Directory.Read", false)) return;
  throw new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

function whole(user: DirectoryUser): Record<string, unknown> {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    id: user.id,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    accountEnabled: user.accountEnabled,
    assignedLicenses: [],
    companyName: user.companyName,
    createdDateTime: user.createdDateTime,
    department: user.department,
    mailNickname: user.userPrincipalName.split("@")[0],
    otherMails: [],
    proxyAddresses: user.proxyAddresses,
    userType: user.userType,
  };
}

function shown(call: Call, user: DirectoryUser): Record<string, unknown> {
  const chosen = call.options.select?.map((asked) => {
    const name = SELECTABLE.find((one) => one.toLowerCase() === asked.toLowerCase());
    if (name === undefined) throw noSuchProperty(asked, "user");
    return name;
  });
  const all = whole(user);
  return Object.fromEntries([...new Set(["id", ...(chosen ?? DEFAULT)])].filter((name) => name in all).map((name) => [name, all[name]]));
}

/** Given for a single user only, and only when asked for (res/user). @throws GraphError 403, or 404 for a user without mailbox */
function settingsOf(call: Call, user: DirectoryUser): Record<string, unknown> {
  if (call.options.select?.some((name) => name.toLowerCase() === "mailboxsettings") !== true) return {};
  if (!covers(call.caller, "MailboxSettings.Read", false)) throw accessDenied();
  if (!user.hasMailbox) throw noMailbox();
  return { mailboxSettings: settings({ ...call, user, mailbox: call.world.mailboxes.of(user.id) }) };
}

/** The domains of the tenant: those of its members' principal names, the first being the default. */
function domains(call: Call): readonly Record<string, unknown>[] {
  const members = call.world.directory.users().filter((user) => user.userType === "Member");
  const names = [
    ...new Set(members.map((user) => user.userPrincipalName.split("@")[1]?.toLowerCase() ?? "").filter((name) => name !== "")),
  ];
  return names.map((name, index) => ({
    capabilities: "Email, OfficeCommunicationsOnline",
    isDefault: index === 0,
    isInitial: index === 0,
    name,
    type: "Managed",
  }));
}
