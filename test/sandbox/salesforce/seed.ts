import { Access } from "./access.ts";
import { convertLead, mergeRecords, type Converted } from "./conversions.ts";
import type { Writer } from "./draft.ts";
import { addListView, type ListViewSeed } from "./list-views.ts";
import type { Org, Permissions } from "./org.ts";
import type { Value } from "./record-store.ts";
import { changePattern, changeSeries } from "./series/series-acts.ts";
import { createRecord, deleteRecord, undeleteRecord, updateRecord } from "./writing.ts";

type Given = Readonly<Record<string, unknown>>;

/** Fields of a user, and what his profile allows him; an admin may see and change everything. */
export type UserSeed = Given & { readonly permissions?: Partial<Permissions>; readonly admin?: boolean };

const ADMINISTRATOR: Partial<Permissions> = {
  viewAllData: true,
  modifyAllData: true,
  customizeApplication: true,
  manageUsers: true,
};

/**
 * The hand of whoever prepares the org: writes past sharing and read-only flags, through the same rules and the same store as the
 * API. Each answers the record's id.
 */
export class Seed {
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
  }

  /**
   * Takes Email, Username (the e-mail address when absent), FirstName, LastName …; a standard, active user unless said otherwise.
   * A user of that Username who is there already is left as he is.
   */
  user(values: UserSeed): string {
    const { permissions, admin, ...fields } = values;
    const email = String(fields["Email"] ?? fields["Username"]);
    const name = email.split("@")[0] ?? email;
    const [known] = this.#org.store.having("User", "Username", String(fields["Username"] ?? email));
    if (known) return known.id;
    const id = this.make("User", {
      Email: email,
      Username: email,
      LastName: name,
      Alias: name.slice(0, 8),
      CommunityNickname: name.slice(0, 40),
      IsActive: true,
      UserType: "Standard",
      ProfileId: this.#profile(admin === true ? "System Administrator" : "Standard User"),
      TimeZoneSidKey: "America/Los_Angeles",
      LocaleSidKey: "en_US",
      LanguageLocaleKey: "en_US",
      EmailEncodingKey: "UTF-8",
      ...fields,
    });
    if (admin === true || permissions) this.#org.allow(id, { ...(admin === true ? ADMINISTRATOR : {}), ...permissions });
    return id;
  }

  account(values: Given): string {
    return this.make("Account", values);
  }

  contact(values: Given): string {
    return this.make("Contact", values);
  }

  lead(values: Given): string {
    return this.make("Lead", { Company: "[not provided]", Status: "Open - Not Contacted", ...values });
  }

  opportunity(values: Given): string {
    return this.make("Opportunity", { StageName: "Prospecting", CloseDate: this.#today(90), ...values });
  }

  case(values: Given): string {
    return this.make("Case", { Status: "New", ...values });
  }

  task(values: Given): string {
    return this.make("Task", values);
  }

  event(values: Given): string {
    return this.make("Event", values);
  }

  listView(view: ListViewSeed): string {
    return addListView(this.#org, view);
  }

  /** A record of any object; its owner and author are the first user unless named. */
  make(object: string, values: Given, bytes: Buffer | null = null): string {
    return createRecord(this.#writer(values), this.#org.schema.object(object), values, bytes);
  }

  change(object: string, id: string, values: Given): void {
    updateRecord(this.#writer(values), this.#org.schema.object(object), id, values);
  }

  remove(object: string, id: string): void {
    deleteRecord(this.#writer({}), this.#org.schema.object(object), id);
  }

  undelete(object: string, id: string): void {
    undeleteRecord(this.#writer({}), this.#org.schema.object(object), id);
  }

  /** Converts a lead, to a new account unless one is named. */
  convertLead(leadId: string, accountId?: string): Converted {
    return convertLead(this.#org, this, leadId, accountId);
  }

  /** Merges two records of one object; the second goes. */
  merge(object: "Contact" | "Lead" | "Account", winnerId: string, loserId: string): void {
    mergeRecords(this.#org, object, winnerId, loserId);
  }

  /** "Edit all events in the series", with another pattern or other times: what is to come is made anew. */
  changePattern(eventId: string, pattern: string, changes: Readonly<Record<string, Value>> = {}): void {
    changePattern(this.#org, eventId, pattern, changes);
  }

  /** "Edit all events in the series", but for pattern and times. */
  changeSeries(eventId: string, changes: Readonly<Record<string, Value>>): void {
    changeSeries(this.#org, eventId, changes);
  }

  #writer(values: Given): Writer {
    const owner = values["OwnerId"] ?? values["CreatedById"] ?? this.#firstUser();
    return { org: this.#org, access: new Access(this.#org, String(owner)), allowsDuplicates: true, isSystem: true };
  }

  #firstUser(): string {
    for (const user of this.#org.store.rows("User")) return user.id;
    return this.#org.id;
  }

  #profile(name: string): string | null {
    for (const profile of this.#org.store.rows("Profile")) if (profile.values["Name"] === name) return profile.id;
    return null;
  }

  #today(plusDays: number): string {
    return new Date(this.#org.clock.now().getTime() + plusDays * 86_400_000).toISOString().slice(0, 10);
  }
}
