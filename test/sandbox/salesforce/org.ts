import type { Clock } from "../base/clock.ts";
import type { StandInParts } from "../base/stand-in.ts";
import type { Table } from "../base/tables.ts";
import { addRow } from "./bare-rows.ts";
import { AS_DELIVERED, type Customization } from "./customization.ts";
import { Files } from "./files.ts";
import { objectTable } from "./object-table.ts";
import { Obstacles } from "./obstacles.ts";
import { DEVELOPER_EDITION, type ConnectedApp, type OrgSwitches, type SalesforceOptions } from "./options.ts";
import { recordTypeNamed } from "./record-types.ts";
import { RecordStore, type Row } from "./record-store.ts";
import { Schema } from "./schema.ts";
import { wireTime } from "./wire-time.ts";

/** What an administrator allows one user, by profile and permission sets. */
export interface Permissions {
  readonly viewAllData: boolean;
  readonly modifyAllData: boolean;
  readonly apiEnabled: boolean;
  /** Records may be deleted through Bulk without resting in the bin; not even administrators have it by themselves. */
  readonly bulkHardDelete: boolean;
  /** Sees what Setup holds: licences, packages, permission sets, connected apps. */
  readonly viewSetup: boolean;
  /** Sees the OAuth tokens of all users, and may revoke them. */
  readonly customizeApplication: boolean;
  /** Sees the logins and sessions of all users. */
  readonly manageUsers: boolean;
  /** By object: the developer names of the record types that the profile offers; all of them where absent. */
  readonly recordTypes: Readonly<Record<string, readonly string[]>>;
  /** By object: fields that field-level security hides. */
  readonly hiddenFields: Readonly<Record<string, readonly string[]>>;
  /** By object: fields that the user may only read. */
  readonly readOnlyFields: Readonly<Record<string, readonly string[]>>;
  /** Objects on which the user has no permission at all. */
  readonly hiddenObjects: readonly string[];
  /** Objects which the user may read but not create, change or delete. */
  readonly readOnlyObjects: readonly string[];
}

export const STANDARD_USER: Permissions = {
  viewAllData: false,
  modifyAllData: false,
  apiEnabled: true,
  bulkHardDelete: false,
  viewSetup: true,
  customizeApplication: false,
  manageUsers: false,
  recordTypes: {},
  hiddenFields: {},
  readOnlyFields: {},
  hiddenObjects: [],
  readOnlyObjects: [],
};

/** The org: its records, its settings, its time. */
export class Org {
  readonly clock: Clock;
  readonly options: SalesforceOptions;
  readonly store: RecordStore;
  readonly files: Files;
  readonly obstacles = new Obstacles();
  readonly permissions: Table<Permissions>;
  readonly #settings: Table<OrgSwitches>;
  readonly #registered: Table<ConnectedApp>;
  readonly #usage: Table<number>;
  readonly #customizations: Table<Customization>;
  #switches: OrgSwitches;
  #schema: Schema;

  constructor(parts: StandInParts, options: SalesforceOptions) {
    this.clock = parts.clock;
    this.options = options;
    this.store = new RecordStore(parts.tables);
    this.files = new Files(options.filesFolder ?? null);
    this.permissions = parts.tables.table<Permissions>("salesforce.permissions");
    this.#settings = parts.tables.table<OrgSwitches>("salesforce.switches");
    this.#registered = parts.tables.table<ConnectedApp>("salesforce.apps");
    this.#usage = parts.tables.table<number>("salesforce.usage");
    this.#switches = { ...DEVELOPER_EDITION, ...options.switches, ...this.#settings.get("org") };
    this.#customizations = parts.tables.table<Customization>("salesforce.customization");
    for (const object of this.customization.objects) this.store.hold(objectTable(object));
    this.#schema = new Schema(this.#switches, this.customization);
    this.#indexAdded();
  }

  /** Added fields that are looked up by get their index. */
  #indexAdded(): void {
    for (const object of this.#schema.objects) {
      for (const field of object.fields)
        if (field.custom && (field.externalId || field.type === "reference")) this.store.index(object.name, field.name);
    }
  }

  get customization(): Customization {
    return { ...AS_DELIVERED, ...this.#customizations.get("org") };
  }

  /** Adds objects, fields, record types and values, or changes them; what is not named stays. */
  customize(changes: Partial<Customization>): void {
    const custom = { ...this.customization, ...changes };
    this.#customizations.put("org", custom);
    for (const object of custom.objects) this.store.hold(objectTable(object));
    this.#schema = new Schema(this.#switches, custom);
    this.#indexAdded();
    for (const { object, developerName } of custom.recordTypes) {
      if (recordTypeNamed(this, object, developerName)) continue;
      addRow(this, "RecordType", String(this.organisation.values["CreatedById"]), {
        SobjectType: object,
        DeveloperName: developerName,
        Name: developerName,
        IsActive: true,
      });
    }
    this.touchSchema();
  }

  get switches(): OrgSwitches {
    return this.#switches;
  }

  get schema(): Schema {
    return this.#schema;
  }

  /** Changes settings; objects and fields come and go with them. */
  set(changes: Partial<OrgSwitches>): void {
    this.#switches = { ...this.#switches, ...changes };
    this.#settings.put("org", this.#switches);
    this.#schema = new Schema(this.#switches, this.customization);
    this.touchSchema();
  }

  /** Gives a user's profile other permissions. */
  allow(userId: string, changes: Partial<Permissions>): void {
    this.permissions.put(userId, { ...this.permissionsOf(userId), ...changes });
    this.touchSchema();
  }

  /** When objects, fields or rights last changed: the stamp that every describe shares, in milliseconds. */
  get schemaStamp(): number {
    return this.#usage.get("schema") ?? 0;
  }

  touchSchema(): void {
    const now = Math.floor(this.clock.now().getTime() / 1000) * 1000;
    this.#usage.put("schema", Math.max(now, this.schemaStamp + 1000));
  }

  /** The stamp that a write made now bears. */
  stamp(): string {
    return wireTime(new Date(this.clock.now().getTime() - this.#switches.lateCommitMs));
  }

  permissionsOf(userId: string): Permissions {
    return { ...STANDARD_USER, ...this.permissions.get(userId) };
  }

  get id(): string {
    return this.organisation.id;
  }

  get organisation(): Row {
    for (const row of this.store.rows("Organization")) return row;
    throw new Error("the org has not been founded");
  }

  register(app: ConnectedApp): void {
    this.#registered.put(app.clientId, app);
  }

  app(clientId: string): ConnectedApp | undefined {
    return this.#registered.get(clientId) ?? this.options.apps.find((app) => app.clientId === clientId);
  }

  apps(): readonly ConnectedApp[] {
    return [...this.#registered.values(), ...this.options.apps.filter((app) => !this.#registered.get(app.clientId))];
  }

  /** Counts API requests of the rolling day, by the hour in which they came. */
  countRequests(number: number): void {
    const hour = `hour.${Math.floor(this.clock.now().getTime() / 3_600_000)}`;
    this.#usage.put(hour, (this.#usage.get(hour) ?? 0) + number);
  }

  requestsToday(): number {
    const oldest = Math.floor(this.clock.now().getTime() / 3_600_000) - 23;
    let sum = 0;
    for (const [name, number] of this.#usage.entries()) {
      if (!name.startsWith("hour.")) continue;
      if (Number(name.slice(5)) >= oldest) sum += number;
      else this.#usage.delete(name);
    }
    return sum;
  }

  /** Forgets the requests counted so far, as the day's passing would. */
  resetUsage(): void {
    for (const [name] of [...this.#usage.entries()]) if (name.startsWith("hour.")) this.#usage.delete(name);
  }
}
