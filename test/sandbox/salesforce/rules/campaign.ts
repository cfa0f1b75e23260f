import { addRow } from "../bare-rows.ts";
import { recordOf, text, textOf, type Draft, type ObjectRules } from "../draft.ts";
import { refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";

/** A new campaign has two statuses for its members. */
export const campaignRules: ObjectRules = {
  settled(draft, { org, access }) {
    if (draft.before !== null) return;
    const status = { CampaignId: draft.id };
    addRow(org, "CampaignMemberStatus", access.userId, { ...status, Label: "Sent", SortOrder: 1, IsDefault: true, HasResponded: false });
    addRow(org, "CampaignMemberStatus", access.userId, {
      ...status,
      Label: "Responded",
      SortOrder: 2,
      IsDefault: false,
      HasResponded: true,
    });
  },
};

const FROM_PERSON = ["FirstName", "LastName", "Salutation", "Title", "Email", "Phone", "MobilePhone", "Fax", "LeadSource"];

/** A member is one contact or one lead, once in a campaign, and shows that person's fields as they were. */
export const campaignMemberRules: ObjectRules = {
  prepare(draft, { org }) {
    const [contact, lead] = [text(draft, "ContactId"), text(draft, "LeadId")];
    const id = contact ?? lead;
    if (id === null || (contact !== null && lead !== null)) {
      throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [LeadId or ContactId]", ["LeadId"]);
    }
    if (draft.before === null && isMember(org, text(draft, "CampaignId"), id)) {
      throw refused("DUPLICATE_VALUE", `Already a campaign member.: ${id}`, []);
    }
    takeOver(draft, recordOf(org, id)?.row, id);
    draft.values["Status"] ??= "Sent";
    draft.values["HasResponded"] = org.store
      .having("CampaignMemberStatus", "CampaignId", text(draft, "CampaignId"))
      .some((row) => row.values["Label"] === draft.values["Status"] && row.values["HasResponded"] === true);
  },
};

function isMember(org: Org, campaignId: string | null, personId: string): boolean {
  return org.store
    .having("CampaignMember", "CampaignId", campaignId)
    .some((row) => row.deletedAt === undefined && row.values["LeadOrContactId"] === personId);
}

function takeOver(draft: Draft, person: Row | undefined, id: string): void {
  for (const field of FROM_PERSON) draft.values[field] = textOf(person, field);
  draft.values["Name"] = textOf(person, "Name");
  draft.values["Type"] = id.startsWith("003") ? "Contact" : "Lead";
  draft.values["LeadOrContactId"] = id;
  draft.values["LeadOrContactOwnerId"] = textOf(person, "OwnerId");
  draft.values["CompanyOrAccount"] = textOf(person, "Company");
}
