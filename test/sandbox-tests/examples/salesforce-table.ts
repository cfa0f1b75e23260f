import { ANNA, CLIENT_ID, CLIENT_SECRET, type World } from "../salesforce/world.ts";
import type { Example } from "./example-files.ts";
import { type Answered, asJson, type Handling, shownReply, uncovered } from "./handling.ts";

type Json = Readonly<Record<string, unknown>>;
type SalesforceHandling = Handling<World>;
type Ask = (world: World, example: Example) => Promise<Answered>;
type Differs = Readonly<Record<string, string>>;

/** Ids of the recordings, by the first three letters which tell the object. */
const OBJECTS: Readonly<Record<string, string>> = { "001": "Account", "003": "Contact" };
const NAMES: Readonly<Record<string, Json>> = { Account: { Name: "Navy" }, Contact: { LastName: "Hopper", FirstName: "Grace" } };

const answers = (ask: Ask, differs: Differs = {}, shown = shownReply): SalesforceHandling => ({ is: "replayed", ask, differs, shown });

/** The recording's own request, after `before` put there what it builds on; its records stand for others of this org. */
const replay = (before: (world: World) => unknown = () => undefined, differs: Differs = {}, shown = shownReply): SalesforceHandling =>
  answers(
    async (world, { request }) => {
      before(world);
      const known = new Map<string, string>();
      return send(world, request?.method ?? "GET", withIds(world, known, request?.url ?? ""), withIdsWithin(world, known, request?.body));
    },
    differs,
    shown,
  );

/** A call of the same kind, where the recording kept too little of its request, or used an object that this org does not have. */
const call = (method: string, path: string, before: (world: World) => unknown = () => undefined, shown = envelope): SalesforceHandling =>
  answers(
    async (world) => {
      const put = before(world);
      return send(
        world,
        method,
        `/services/data/v62.0${path.replace("{id}", String(put))}`,
        method === "PATCH" ? { LastName: "Hopper" } : undefined,
      );
    },
    {},
    shown,
  );

async function send(world: World, method: string, path: string, body?: unknown, as = ANNA): Promise<Answered> {
  const url = path.replace("/services/data/vxx.0", "/services/data/v62.0");
  const reply = await fetch(`${world.url}${url}`, {
    method,
    headers: {
      authorization: `Bearer ${world.salesforce.signIn(as)}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body).replaceAll("/services/data/vxx.0", "/services/data/v62.0") }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

function withIds(world: World, known: Map<string, string>, text: string): string {
  return text.replaceAll(/\b(00[13])\w{12}(?:\w{3})?\b/gu, (id, prefix: string) => {
    const object = OBJECTS[prefix] ?? "Contact";
    const made = known.get(id) ?? world.salesforce.seed.make(object, { ...NAMES[object], OwnerId: world.anna });
    known.set(id, made);
    return made;
  });
}

const withIdsWithin = (world: World, known: Map<string, string>, body: unknown): unknown =>
  body === undefined || body === null ? undefined : (JSON.parse(withIds(world, known, JSON.stringify(body))) as unknown);

/** Without the fields of the recording's own objects: the frame in which records come. */
function envelope({ response }: Example): Answered {
  return { status: response?.status ?? null, body: bare(response?.body) };
}

function bare(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(bare);
  const record = asJson(body);
  if (record["attributes"] !== undefined) {
    const kept = ["attributes", "Id", "OwnerId", "IsDeleted", "Name", "CreatedById", "LastModifiedById"];
    return Object.fromEntries(Object.entries(record).filter(([name]) => kept.includes(name)));
  }
  return typeof body === "object" && body !== null
    ? Object.fromEntries(Object.entries(record).map(([name, value]) => [name, name === "records" ? bare(value) : value]))
    : body;
}

const contact = (world: World): string =>
  world.salesforce.seed.contact({ LastName: "Hopper", Email: "grace@navy.example", OwnerId: world.anna });
const twoContacts = (world: World): string => (contact(world), contact(world));
const account = (world: World): string => world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
const ADMIN = "admin@acme.example";
const installed = (world: World): void => {
  world.salesforce.seed.user({ Email: ADMIN, LastName: "Admin", admin: true });
  world.salesforce.packages.install({ name: "Recorded", namespace: "pub", version: "1.5.0.1" });
};
const query = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;
const inPages = (world: World): string => {
  world.salesforce.set({ queryBatch: 200 });
  for (let at = 0; at < 201; at++) contact(world);
  return "";
};
/** The last thing deleted, read or counted a moment ago. */
const replicated = (what: "updated" | "deleted"): SalesforceHandling =>
  answers(async (world) => {
    const id = contact(world);
    if (what === "deleted") world.salesforce.seed.remove("Contact", id);
    const at = (ms: number): string => encodeURIComponent(new Date(world.clock.now().getTime() + ms).toISOString());
    return send(world, "GET", `/services/data/v62.0/sobjects/Contact/${what}/?start=${at(-3_600_000)}&end=${at(60_000)}`);
  });
const removal = answers(async (world, { response }) => {
  const ids = ((response?.body ?? []) as readonly unknown[]).map(() => account(world));
  return send(world, "DELETE", `/services/data/v42.0/composite/sobjects?ids=${ids.join(",")}`);
});
const compositeOf = (allOrNone: boolean, ...bodies: readonly Json[]): Ask => {
  const compositeRequest = bodies.map((body, at) => ({
    method: "POST",
    url: "/services/data/v62.0/sobjects/Contact",
    referenceId: `New${at}`,
    body,
  }));
  return (world) => send(world, "POST", "/services/data/v62.0/composite", { allOrNone, compositeRequest });
};
/** A describe's body lies elsewhere; of its reply the headers are compared that a cache lives by. */
const describeHeaders = (object: string): SalesforceHandling =>
  answers(
    async (world) => {
      const { status, headers } = await world.call(ANNA, "GET", `/sobjects/${object}/describe`);
      return {
        status,
        body: { etag: headers.get("etag"), modified: headers.get("last-modified"), usage: headers.get("sforce-limit-info") },
      };
    },
    {},
    ({ response }) => ({
      status: 200,
      body: {
        etag: response?.headers["ETag"],
        modified: response?.headers["Last-Modified"],
        usage: response?.headers["Sforce-Limit-Info"],
      },
    }),
  );

async function refreshed(world: World): Promise<Answered> {
  const redirect = "http://127.0.0.1:1/callback";
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: redirect,
    scope: "api refresh_token",
    username: ANNA,
  });
  const sent = await fetch(`${world.url}/services/oauth2/authorize?${asked}`, { redirect: "manual" });
  const code = new URL(sent.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const token = async (fields: Readonly<Record<string, string>>): Promise<Answered & { readonly body: Json }> => {
    const body = new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...fields });
    const reply = await fetch(`${world.url}/services/oauth2/token`, { method: "POST", body });
    return { status: reply.status, body: (await reply.json()) as Json };
  };
  const first = await token({ grant_type: "authorization_code", code, redirect_uri: redirect });
  return token({ grant_type: "refresh_token", refresh_token: String(first.body["refresh_token"]) });
}

const BULK_1 = uncovered("of Bulk API 1");
const TESTS = uncovered("runs Apex tests");
const TOPICS = uncovered("is about topics");
const OWN_FIELDS = "a field of the recorded org";
const CUSTOM = [
  "checkbox",
  "currency",
  "date",
  "datetime",
  "email",
  "float",
  "number",
  "percent",
  "phone",
  "picklist",
  "text",
  "textarea",
  "url",
];

/** Settings and addresses of an organisation. */
const SETTINGS = [
  "Latitude",
  "Longitude",
  "GeocodeAccuracy",
  "ReceivesAdminInfoEmails",
  "PreferencesRequireOpportunityProducts",
  "PreferencesTransactionSecurityPolicy",
  "PreferencesTerminateOldestSession",
  "PreferencesConsentManagementEnabled",
  "PreferencesAutoSelectIndividualOnMerge",
  "PreferencesLightningLoginEnabled",
  "PreferencesOnlyLLPermUserAllowed",
  "UsesStartDateAsFiscalYearName",
  "DefaultPricebookAccess",
  "DefaultCampaignAccess",
  "ComplianceBccEmail",
  "UiSkin",
  "SignupCountryIsoCode",
  "NumKnowledgeService",
  "WebToCaseDefaultOrigin",
  "MonthlyPageViewsUsed",
  "MonthlyPageViewsEntitlement",
  "IsReadOnly",
];

/** Every recording by its file's name. */
export const SALESFORCE_EXAMPLES: Readonly<Record<string, SalesforceHandling>> = {
  "cci-get-async_62_0_job_ID_batch_ID-200-1": BULK_1,
  "cci-get-async_62_0_job_ID_batch_ID_result_ID-200-1": BULK_1,
  "cci-get-async_vxx_0_job_ID-200-4": BULK_1,
  "cci-get-async_vxx_0_job_ID-200-6": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch-200-1": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch-200-3": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch-200-4": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch-200-5": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch-200-6": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch_ID_result-200-1": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch_ID_result-200-4": BULK_1,
  "cci-get-async_vxx_0_job_ID_batch_ID_result-200-5": BULK_1,
  "cci-get-services_async_62_0_job_ID_batch_ID_result-200-1": BULK_1,
  "cci-get-v62_0_limits_recordCount-200-1": replay(account),
  "cci-get-v62_0_query-200-2": replay(account),
  "cci-get-vxx_0_connect_communities-200-1": uncovered("is about Experience Cloud sites"),
  "cci-get-vxx_0_limits_recordCount-200-1": replay(account),
  "cci-get-vxx_0_limits_recordCount-200-2": replay(),
  "cci-get-vxx_0_limits_recordCount-200-3": replay(account),
  "cci-get-vxx_0_limits_recordCount-200-4": replay(contact),
  "cci-get-vxx_0_query-200-3": replay((world) =>
    world.salesforce.org.customize({ recordTypes: [{ object: "Account", developerName: "Recorded", picklists: {} }] }),
  ),
  "cci-get-vxx_0_query-200-6": replay(account),
  "cci-get-vxx_0_sobjects_Organization_ID-200-1": answers(
    (world) => send(world, "GET", `/services/data/v62.0/sobjects/Organization/${world.salesforce.org.id}`),
    Object.fromEntries(SETTINGS.map((name) => [`${name} is missing`, "the stand-in keeps what tells one org from another"])),
  ),
  "cci-get-vxx_0_tooling_query-200-2": TESTS,
  "cci-get-vxx_0_tooling_query-200-3": TESTS,
  "cci-get-vxx_0_tooling_query-200-4": TESTS,
  "cci-get-vxx_0_tooling_query-200-5": answers((world, { request }) => {
    installed(world);
    return send(world, "GET", request?.url ?? "", undefined, ADMIN);
  }),
  "cci-get-vxx_0_tooling_query-200-6": answers((world, { request }) => {
    installed(world);
    const [version] = world.salesforce.org.store.rows("SubscriberPackageVersion");
    return send(world, "GET", (request?.url ?? "").replace(/04t\w{15}/u, version?.id ?? ""), undefined, ADMIN);
  }),
  "cci-patch-vxx_0_composite_sobjects-200-1": replay(),
  "cci-patch-vxx_0_composite_sobjects_Account_Id-200-1": replay(),
  "cci-patch-vxx_0_composite_sobjects_Contact_Email-200-1": replay(),
  "cci-patch-vxx_0_composite_sobjects_Contact_Email-200-2": replay(),
  "cci-patch-vxx_0_composite_sobjects_Contact_Id-200-1": replay(),
  "cci-post-async_62_0_job-200-3": BULK_1,
  "cci-post-async_62_0_job_ID_batch-201-1": BULK_1,
  "cci-post-async_vxx_0_job-201-1": BULK_1,
  "cci-post-async_vxx_0_job-201-3": BULK_1,
  "cci-post-async_vxx_0_job-201-5": BULK_1,
  "cci-post-async_vxx_0_job-201-6": BULK_1,
  "cci-post-async_vxx_0_job_ID-200-1": BULK_1,
  "cci-post-async_vxx_0_job_ID-200-2": BULK_1,
  "cci-post-async_vxx_0_job_ID-200-4": BULK_1,
  "cci-post-async_vxx_0_job_ID-200-6": BULK_1,
  "cci-post-async_vxx_0_job_ID_batch-201-4": BULK_1,
  "cci-post-async_vxx_0_job_ID_batch-201-5": BULK_1,
  "cci-post-v49_0_composite-200-1": replay(),
  "cci-post-v49_0_composite-200-3": replay(),
  "cci-post-v62_0_composite_sobjects-200-1": replay(),
  "cci-post-v62_0_composite_sobjects-200-2": replay(),
  "cci-post-v62_0_composite_sobjects-200-3": replay(),
  "cci-post-vxx_0_composite-200-1": replay(account),
  "cci-post-vxx_0_composite-200-2": replay(),
  "cci-post-vxx_0_composite-200-4": replay(),
  "cci-post-vxx_0_composite_sobjects-200-3": replay(),
  "cci-post-vxx_0_tooling_runTestsAsynchronous-200-1": TESTS,
  "cdc-account-update-pubsub-v4-0": uncovered("comes over the Pub/Sub API"),
  "composite-allornone-failure": answers(compositeOf(true, { LastName: "One" }, { LastName: "Two", AccountId: "001000000000000AAA" })),
  "composite-success": answers(compositeOf(true, { LastName: "One" }, { LastName: "Two" }), {
    "compositeResponse[].body.warnings is missing": "comes with newer versions only, as the facts have it",
  }),
  limits: call("GET", "/limits", undefined, shownReply),
  "rest-delete-composite_sobjects-200-0": removal,
  "rest-delete-composite_sobjects-200-1": removal,
  "rest-delete-composite_sobjects-200-2": removal,
  "rest-describe-headers-Campaign": describeHeaders("Campaign"),
  "rest-describe-headers-Contact": describeHeaders("Contact"),
  "rest-describe-headers-Topic": TOPICS,
  "rest-get-query-200-2": call("GET", query("SELECT Id FROM Account"), account),
  "rest-get-query-200-5": call("GET", query("SELECT Id FROM Contact"), twoContacts, shownReply),
  "rest-get-query-200-6": TOPICS,
  "rest-get-query-200-7": TOPICS,
  "rest-get-sobjects_Contact_ID-200-0": replay(
    undefined,
    Object.fromEntries(
      [...CUSTOM.map((name) => `${name}_field`), "Level", "Languages", "Custom_External_ID"].map((name) => [
        `${name}__c is missing`,
        OWN_FIELDS,
      ]),
    ),
  ),
  "rest-get-sobjects_Contact_ID-404-1": answers(async (world) => {
    const id = contact(world);
    world.salesforce.seed.remove("Contact", id);
    return send(world, "GET", `/services/data/v42.0/sobjects/Contact/${id}`);
  }),
  "rest-get-sobjects_Lead_ID-404-1": call("GET", "/sobjects/Lead/00Q000000000000AAA", undefined, shownReply),
  "rest-patch-composite_sobjects-200-0": replay(),
  "rest-patch-composite_sobjects-200-2": answers((world) => {
    const records = [{}, { Email: "badone" }].map((values) => ({ attributes: { type: "Contact" }, id: contact(world), ...values }));
    return send(world, "PATCH", "/services/data/v42.0/composite/sobjects", { allOrNone: false, records });
  }),
  "rest-post-composite_sobjects-200-0": replay(),
  "rest-post-composite_sobjects-200-1": replay(),
  "rest-post-composite_sobjects-200-2": TOPICS,
  "rest-post-composite_sobjects-200-3": TOPICS,
  "rest-post-sobjects_Topic-201-0": TOPICS,
  "restforce-delete-error": call("DELETE", "/sobjects/Contact/rid/1", undefined, shownReply),
  "restforce-expired-session": answers(async (world) => {
    const reply = await fetch(`${world.url}/services/data/v62.0/limits`, { headers: { authorization: "Bearer 00Dx0000000BV7z!gone" } });
    return { status: reply.status, body: await reply.json() };
  }),
  "restforce-get-deleted-success": replicated("deleted"),
  "restforce-get-updated-success": replicated("updated"),
  "restforce-list-view-results-success": answers((world) => {
    account(world);
    const fields = ["Name", "Site", "BillingState", "Phone", "Type", "Owner.Alias"];
    const view = world.salesforce.seed.listView({ object: "Account", name: "My accounts", fields, mine: true, orderBy: "Name" });
    return send(world, "GET", `/services/data/v62.0/sobjects/Account/listviews/${view}/results`);
  }),
  "restforce-org-query": call("GET", query("select id from Organization"), undefined, shownReply),
  "restforce-query-empty": call("GET", query("SELECT Id FROM Contact"), undefined, shownReply),
  "restforce-query-error": call("GET", query("SELECT Nothing FROM Contact"), undefined, shownReply),
  "restforce-query-paginated-first-page": call("GET", query("SELECT Id FROM Contact"), inPages),
  "restforce-query-paginated-last-page": answers(
    async (world) => {
      inPages(world);
      const first = await send(world, "GET", `/services/data/v62.0${query("SELECT Id FROM Contact")}`);
      return send(world, "GET", String(asJson(first.body)["nextRecordsUrl"]));
    },
    {},
    envelope,
  ),
  "restforce-query-success": call("GET", query("SELECT Id FROM Contact"), contact),
  "restforce-reauth-success": answers(refreshed),
  "restforce-search-success": uncovered("is the form of before version 37"),
  "restforce-services-data-success": answers(async (world) => {
    const reply = await fetch(`${world.url}/services/data`);
    return { status: reply.status, body: await reply.json() };
  }),
  "restforce-sobject-describe-error": call("GET", "/sobjects/Whizbang/describe", undefined, shownReply),
  "restforce-sobject-find-error": call("GET", "/sobjects/Contact/23foo/1", undefined, shownReply),
  "restforce-sobject-find-success": call("GET", "/sobjects/Contact/Email/grace@navy.example", contact),
  "restforce-sobject-select-success": call("GET", "/sobjects/Contact/Email/grace@navy.example?fields=Email,Id", contact),
  "restforce-upsert-error": call("PATCH", "/sobjects/Contact/Namez/1", undefined, shownReply),
  "restforce-upsert-multiple-error": call("PATCH", "/sobjects/Contact/Email/grace@navy.example", twoContacts, shownReply),
};
