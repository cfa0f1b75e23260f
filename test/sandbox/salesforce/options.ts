/** A connected app (or external client app) as an administrator registered it. */
export interface ConnectedApp {
  readonly clientId: string;
  /** As Setup and login history name it; the client id where absent. */
  readonly name?: string;
  readonly clientSecret?: string;
  /** Public keys or certificates in PEM, for the JWT bearer flow. */
  readonly publicKeys?: readonly string[];
  /** Users who may use the app without consent, by Username; all of them when absent. */
  readonly preauthorised?: readonly string[];
  readonly redirectUris?: readonly string[];
}

export type Sharing = "Private" | "Read" | "Edit";

/** What an administrator can set in this org; the test or the person who runs it changes any of it at any time. */
export interface OrgSwitches {
  readonly enhancedEmail: boolean;
  readonly sharedActivities: boolean;
  readonly multidayEvents: boolean;
  /** Lightning Experience's event series; classic recurrence of events; recurring tasks. */
  readonly lightningSeries: boolean;
  readonly recurringEvents: boolean;
  readonly recurringTasks: boolean;
  /**
   * The record that holds a series' pattern (GroupEventType 3). The reference calls it a template which the API neither shows nor
   * changes, and change events tell of it: "hidden", a create answers the id of the first occurrence; "seen", queries show it, and
   * a create answers its id.
   */
  readonly seriesPattern: "hidden" | "seen";
  /** A series makes so many occurrences at most. */
  readonly seriesMost: number;
  /** Einstein Activity Capture is there: its objects can be queried. */
  readonly activityCapture: boolean;
  /** Users see and change what those below them in the role hierarchy own. */
  readonly roleHierarchy: boolean;
  /** Tandem_Id__c on Contact, Lead, Task and Event; Tandem_Message_Id__c on Task and Event (product.md O6). */
  readonly tandemFields: boolean;
  readonly apiEnabled: boolean;
  readonly duplicateRules: "none" | "alert" | "block";
  readonly dailyRequests: number;
  readonly storageFull: boolean;
  /** The organisation-wide defaults; contacts and activities are controlled by their parent. */
  readonly accountSharing: Sharing;
  readonly leadSharing: Sharing;
  readonly opportunitySharing: Sharing;
  readonly caseSharing: Sharing;
  /** File extensions that the organisation refuses, in lower case. */
  readonly blockedExtensions: readonly string[];
  /** Every write is stamped so long before it becomes visible, as by a slow transaction. Milliseconds. */
  readonly lateCommitMs: number;
  /** A record is found by search only so long after its last change. Milliseconds. */
  readonly searchLagMs: number;
  /** The entities selected for Change Data Capture, by object name; Salesforce allows five without an add-on. */
  readonly changeEvents: readonly string[];
  /** How many streaming clients may listen at a time. */
  readonly streamClients: number;
  /** A Bulk job begins so long after its upload is complete. Milliseconds. */
  readonly bulkLagMs: number;
  /** Rows in one part of a Bulk query's result, where the caller names no number. */
  readonly bulkResultPage: number;
  readonly chatter: boolean;
  /** The objects whose records have a feed. */
  readonly feedTracked: readonly string[];
  /** Rows in the first page of a query, at most 2,000. */
  readonly queryBatch: number;
}

export const DEVELOPER_EDITION: OrgSwitches = {
  enhancedEmail: false,
  sharedActivities: false,
  multidayEvents: false,
  lightningSeries: true,
  recurringEvents: true,
  recurringTasks: true,
  seriesPattern: "hidden",
  seriesMost: 300,
  activityCapture: false,
  roleHierarchy: true,
  tandemFields: false,
  apiEnabled: true,
  duplicateRules: "none",
  dailyRequests: 15_000,
  storageFull: false,
  accountSharing: "Edit",
  leadSharing: "Edit",
  opportunitySharing: "Edit",
  caseSharing: "Edit",
  blockedExtensions: [],
  lateCommitMs: 0,
  searchLagMs: 0,
  changeEvents: [],
  streamClients: 20,
  bulkLagMs: 0,
  bulkResultPage: 50_000,
  chatter: true,
  feedTracked: ["Account", "Case", "Contact", "Lead", "Opportunity", "User"],
  queryBatch: 2000,
};

export interface SalesforceOptions {
  /** The origin under which this stand-in is reached; asked for at each reply, as it is known only once it listens. */
  readonly baseUrl: () => string;
  readonly apps: readonly ConnectedApp[];
  /** As the org is founded; what is set later stays over restarts. */
  readonly switches?: Partial<OrgSwitches>;
  /** Where the bytes of files are kept, a folder; in memory when absent. */
  readonly filesFolder?: string;
  /** The record browser: where `/{id}` leads, and who may call the API from a browser. */
  readonly lightningUrl?: () => string;
  readonly organisationName?: string;
  readonly organisationType?: string;
  /** Further origins of Salesforce's CORS allow-list. */
  readonly corsOrigins?: readonly string[];
  readonly seed?: number;
}
