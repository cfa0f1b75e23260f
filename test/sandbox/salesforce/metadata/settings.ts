import type { Table, Tables } from "../../base/tables.ts";
import type { Org } from "../org.ts";

export type Setting = Readonly<Record<string, boolean>>;

/** The settings an administrator reads and changes through the Metadata API, by their full name (`EAC` of EACSettings). */
const DEFAULTS: Readonly<Record<string, Setting>> = {
  EAC: {
    enableActivityCapture: false,
    enableActivitySyncEngine: false,
    enableEACForEveryonePref: true,
    provisionProductivityFeatures: false,
    salesforceEventsOnlyPref: false,
    syncInternalEvents: false,
  },
  EmailAdministration: { enableEmailToSalesforce: false, enableSendViaExchangePref: false },
  EmailIntegration: {
    doesEmailLogAsEmailMessageInOutlook: false,
    enableContactAndEventSync: false,
    enableGmailIntegration: false,
    enableInboxUseGraphApi: false,
    enableOutlookIntegration: false,
    enableProductivityFeatures: false,
    orgIsSyncingEventsOutbound: false,
  },
  Activities: { enableEmailTracking: false, enableGroupTasks: false },
};

/** Org settings: some are the org's own switches, the rest (traces of rival software among them) are set by tests and people. */
export class OrgSettings {
  readonly #org: Org;
  readonly #changed: Table<Setting>;

  constructor(org: Org, tables: Tables) {
    this.#org = org;
    this.#changed = tables.table<Setting>("salesforce.settings");
  }

  /** Null for settings that this stand-in does not know. */
  read(fullName: string): Setting | null {
    const defaults = DEFAULTS[fullName];
    return defaults ? { ...defaults, ...this.#ofSwitches(fullName), ...this.#changed.get(fullName) } : null;
  }

  set(fullName: string, changes: Setting): void {
    this.#changed.put(fullName, { ...this.#changed.get(fullName), ...changes });
  }

  #ofSwitches(fullName: string): Setting {
    const { sharedActivities, multidayEvents, enhancedEmail, activityCapture, recurringEvents, recurringTasks } = this.#org.switches;
    switch (fullName) {
      case "EAC":
        return { enableActivityCapture: activityCapture };
      case "Activities":
        return {
          allowUsersToRelateMultipleContactsToTasksAndEvents: sharedActivities,
          enableMultidayEvents: multidayEvents,
          enableRecurringEvents: recurringEvents,
          enableRecurringTasks: recurringTasks,
        };
      case "EmailAdministration":
        return { enableEnhancedEmailEnabled: enhancedEmail };
      default:
        return {};
    }
  }
}
