import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Tenant } from "./tenant.ts";

const RIVAL = "c0b1f2a3-0000-4c4c-8c8c-1234567890ab";
const AUDITOR = "77a1f2a3-0000-4c4c-8c8c-1234567890ab";

describe("what other applications may do (V1)", () => {
  let tenant: Tenant;
  let token: string;
  beforeEach(() => {
    tenant = new Tenant();
    const { directory, tokens } = tenant.entra;
    directory.putApp({
      clientId: RIVAL,
      displayName: "Another sync",
      publisher: "Somebody Ltd",
      graphRoles: ["Mail.ReadWrite"],
      exchangeRoles: ["full_access_as_app"],
      userScopes: { [tenant.ada]: ["Contacts.ReadWrite", "offline_access"] },
    });
    const auditor = directory.putApp({ clientId: AUDITOR, graphRoles: ["Application.Read.All", "Directory.Read.All"] });
    token = tokens.forApplication(auditor, { is: "graph", audience: "https://graph.microsoft.com" });
  });
  afterEach(() => tenant.close());

  const read = async (path: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const reply = await tenant.ask("GET", `/v1.0/${path}`, { token });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
    return reply.body["value"] as readonly Readonly<Record<string, unknown>>[];
  };

  it("lists applications, with filter, selection, and by application id", async () => {
    const [rival] = await read(`servicePrincipals?$filter=appId eq '${RIVAL}'`);
    expect(rival).toMatchObject({ displayName: "Another sync", verifiedPublisher: { displayName: "Somebody Ltd" } });
    const one = await tenant.ask("GET", `/v1.0/servicePrincipals(appId='${RIVAL}')?$select=displayName`, { token });
    expect(one.body).toMatchObject({ id: rival?.["id"], displayName: "Another sync" });
    expect((await tenant.ask("GET", "/v1.0/servicePrincipals(appId='nobody')", { token })).body).toMatchObject({
      error: { code: "Request_ResourceNotFound" },
    });
  });

  it("tells what an application may do by itself: on Graph, and on Exchange through EWS", async () => {
    const graph = (await read("servicePrincipals?$filter=displayName eq 'Microsoft Graph'"))[0];
    const [rival] = await read(`servicePrincipals?$filter=appId eq '${RIVAL}'`);
    const held = await read(`servicePrincipals/${String(rival?.["id"])}/appRoleAssignments`);
    expect(held.map((one) => one["resourceDisplayName"])).toEqual(["Microsoft Graph", "Office 365 Exchange Online"]);
    const roles = graph?.["appRoles"] as readonly Readonly<Record<string, unknown>>[];
    expect(roles.find((one) => one["id"] === held[0]?.["appRoleId"])).toMatchObject({ value: "Mail.ReadWrite" });
    const holders = await read(`servicePrincipals/${String(graph?.["id"])}/appRoleAssignedTo`);
    expect(holders.map((one) => one["principalDisplayName"])).toContain("Another sync");
  });

  it("tells what a person has allowed it, and who uses it", async () => {
    const [rival] = await read(`servicePrincipals?$filter=appId eq '${RIVAL}'`);
    expect(await read(`users/${tenant.ada}/oauth2PermissionGrants`)).toMatchObject([
      { clientId: rival?.["id"], consentType: "Principal", principalId: tenant.ada, scope: "Contacts.ReadWrite offline_access" },
    ]);
    expect(await read(`users/${tenant.ben}/oauth2PermissionGrants`)).toEqual([]);
    expect(await read(`users/${tenant.ada}/appRoleAssignments`)).toMatchObject([
      { resourceDisplayName: "Another sync", principalType: "User" },
    ]);
    expect(await read(`oauth2PermissionGrants?$filter=clientId eq '${String(rival?.["id"])}'`)).toHaveLength(1);
    expect((await read("oauth2PermissionGrants?$filter=consentType eq 'AllPrincipals'")).length).toBeGreaterThan(0);
  });

  it.each(["servicePrincipals", "oauth2PermissionGrants", "users/{ada}/appRoleAssignments", "users/{ada}/oauth2PermissionGrants"])(
    "refuses %s without the permission for it",
    async (path) => {
      const refused = await tenant.ask("GET", `/v1.0/${path.replace("{ada}", tenant.ada)}`);
      expect(refused).toMatchObject({ status: 403, body: { error: { code: "Authorization_RequestDenied" } } });
    },
  );

  it("gives a user's mailbox settings on request, for one user at a time", async () => {
    const one = await tenant.ask("GET", `/v1.0/users/${tenant.ada}?$select=displayName,mailboxSettings`);
    expect(one.body).toMatchObject({ displayName: "Ada Lovelace", mailboxSettings: { userPurpose: "user", timeZone: "UTC" } });
    expect((await tenant.ask("GET", "/v1.0/users?$select=mailboxSettings")).status).toBe(400);
    expect((await tenant.ask("GET", `/v1.0/users/${tenant.ada}?$select=mailboxSettings`, { token })).status).toBe(403);
  });
});
