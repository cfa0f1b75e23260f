import { describe, expect, it } from "vitest";
import { allowAddresses, type OutsideSystem } from "../../sync-service/addresses.ts";
import { AddressRefused } from "../../sync-service/errors.ts";

const real = allowAddresses({
  graphUrl: "https://graph.microsoft.com",
  entraUrl: "https://login.microsoftonline.com",
  salesforceUrl: "https://login.salesforce.com",
});
const local = allowAddresses({ graphUrl: "http://127.0.0.1:4001", entraUrl: "http://localhost:4002", salesforceUrl: "http://[::1]:4003" });
const mixed = allowAddresses({
  graphUrl: "https://graph.microsoft.com",
  entraUrl: "https://login.microsoftonline.com",
  salesforceUrl: "http://127.0.0.1:4003",
});
const hosted = allowAddresses({
  graphUrl: "https://graph.example:8443",
  entraUrl: "https://login.microsoftonline.com",
  salesforceUrl: "https://acme.my.salesforce.com",
});

describe("SEC13: links in replies", () => {
  it.each<readonly [typeof real, OutsideSystem, string]>([
    [real, "graph", "https://graph.microsoft.com/v1.0/users?$skiptoken=x"],
    [real, "graph", "https://graph.microsoft.us/v1.0/users"],
    [real, "upload", "https://outlook.office.com/api/v2.0/upload?authtoken=x"],
    [real, "entra", "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"],
    [real, "salesforce", "https://acme.my.salesforce.com"],
    [real, "salesforce", "https://acme--test.sandbox.my.salesforce.com/services/data"],
    [real, "salesforce", "https://login.salesforce.com/id/00D/005"],
    [local, "graph", "http://127.0.0.1:4001/v1.0/users"],
    [local, "upload", "http://localhost:4999/upload/1"],
    [local, "salesforce", "http://127.0.0.9:1/id/00D/005"],
    [hosted, "graph", "https://graph.example:8443/v1.0/x"],
    [hosted, "salesforce", "https://moved.my.salesforce.com"],
  ])("of the known systems are followed: %#", (addresses, system, link) => {
    expect(addresses.check(link, system).href).toContain(new URL(link).host);
  });

  it.each<readonly [string, typeof real, OutsideSystem, string]>([
    ["another host", real, "graph", "https://evil.example/v1.0/users"],
    ["a host that only begins so", real, "graph", "https://graph.microsoft.com.evil.example/"],
    ["a host that only ends so", real, "salesforce", "https://evilmy.salesforce.com/"],
    ["a host that hides behind a name and password", real, "salesforce", "https://acme.my.salesforce.com@evil.example/"],
    ["a user name before the right host", real, "graph", "https://someone@graph.microsoft.com/"],
    ["plain http", real, "graph", "http://graph.microsoft.com/v1.0"],
    ["a port of its own", real, "salesforce", "https://acme.my.salesforce.com:8443/"],
    ["the instance's own metadata", real, "graph", "http://169.254.169.254/latest/meta-data"],
    ["this machine", real, "graph", "http://127.0.0.1:4001/"],
    ["this machine by a number", real, "salesforce", "http://2130706433/"],
    ["this machine by IPv6", real, "upload", "https://[::ffff:127.0.0.1]/"],
    ["Salesforce, given by Graph", real, "graph", "https://acme.my.salesforce.com/"],
    ["Graph, given by Salesforce", real, "salesforce", "https://graph.microsoft.com/"],
    ["loopback, given by a Graph that is not", mixed, "graph", "http://127.0.0.1:4003/"],
    ["an outside host, given by a loopback one", local, "graph", "http://192.168.1.1/"],
    ["a file", local, "graph", "file:///etc/passwd"],
    ["no address at all", real, "graph", "/v1.0/users"],
    ["the bare suffix", real, "salesforce", "https://.my.salesforce.com/"],
  ])("to %s are refused", (_what, addresses, system, link) => {
    expect(() => addresses.check(link, system)).toThrow(AddressRefused);
  });

  it("are never repeated in the refusal, as they can hold credentials", () => {
    expect(() => real.check("https://evil.example/upload?authtoken=secret", "upload")).toThrow(/^((?!secret).)*$/u);
  });
});
