import { AddressRefused } from "./errors.ts";

/** Which of the outside systems a link is meant for: a token of one is never sent to another. */
export type OutsideSystem = "graph" | "upload" | "entra" | "salesforce";

/** The three configured addresses (O2). */
export interface ConfiguredAddresses {
  readonly graphUrl: string;
  readonly entraUrl: string;
  readonly salesforceUrl: string;
}

/** Says of a link found in a reply whether it may be followed. */
export interface OutsideAddresses {
  /** @throws AddressRefused when the link leads outside the allow-list (O3, SEC13). Nothing is sent there. */
  check(link: string, system: OutsideSystem): URL;
}

/** Host names, or with a leading dot every name below. Sources: Graph "deployments" page; Salesforce "Allow the required domains". */
const PUBLIC_HOSTS: Readonly<Record<OutsideSystem, readonly string[]>> = {
  graph: ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"],
  upload: [
    "outlook.office.com",
    "outlook.office365.com",
    "outlook.office365.us",
    "outlook-dod.office365.us",
    "partner.outlook.cn",
    "outlook.cloud.microsoft",
  ],
  entra: ["login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn"],
  salesforce: ["login.salesforce.com", "test.salesforce.com", ".my.salesforce.com", ".my.salesforce.mil", ".my.sfcrmproducts.cn"],
};

/** The allow-list of outside addresses: the configured origins, the public clouds' hosts, and loopback where the configuration is loopback. */
export function allowAddresses(configured: ConfiguredAddresses): OutsideAddresses {
  const graph = new URL(configured.graphUrl);
  const origins: Readonly<Record<OutsideSystem, URL>> = {
    graph,
    upload: graph,
    entra: new URL(configured.entraUrl),
    salesforce: new URL(configured.salesforceUrl),
  };
  return { check };

  function check(link: string, system: OutsideSystem): URL {
    const url = parsed(link);
    if (url.username !== "" || url.password !== "") throw refusal(url, "it carries a user name");
    const home = origins[system];
    if (url.origin === home.origin) return url;
    if (isLoopback(home) && isLoopback(url) && isWeb(url)) return url;
    if (url.protocol !== "https:") throw refusal(url, "it is not https");
    if (url.port !== "") throw refusal(url, "it names a port of its own");
    if (!PUBLIC_HOSTS[system].some((host) => matches(url.hostname, host))) throw refusal(url, "its host is not on the list");
    return url;
  }
}

/** Whether the host is this machine by name or number. A name that only resolves to it does not count. */
export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/u.test(url.hostname);
}

function isWeb(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}

function matches(hostname: string, host: string): boolean {
  return host.startsWith(".") ? hostname.endsWith(host) && hostname.length > host.length : hostname === host;
}

function parsed(link: string): URL {
  const url = URL.parse(link);
  if (!url) throw new AddressRefused("A reply held a link that is no absolute address; it was not followed.");
  return url;
}

/** Names the host only: a link's path and query can hold credentials. */
function refusal(url: URL, why: string): AddressRefused {
  return new AddressRefused(`A reply held a link to ${url.protocol}//${url.host}, which was not followed: ${why}.`);
}
