import { text, type ObjectRules } from "../draft.ts";
import { refused } from "../errors.ts";
import { faultOfTopic } from "../streaming/push-topics.ts";

const ON_BY_DEFAULT = [
  "IsActive",
  "NotifyForOperationCreate",
  "NotifyForOperationUpdate",
  "NotifyForOperationDelete",
  "NotifyForOperationUndelete",
];

export const pushTopicRules: ObjectRules = {
  prepare(draft, { org, access }) {
    if (draft.before === null) for (const name of ON_BY_DEFAULT) if (!draft.given.has(name)) draft.values[name] = true;
    const fault = faultOfTopic(org, access.userId, text(draft, "Query") ?? "");
    if (fault !== null) throw refused("INVALID_FIELD", fault, ["Query"]);
    const name = text(draft, "Name");
    for (const row of org.store.rows("PushTopic")) {
      if (row.id !== draft.id && row.deletedAt === undefined && row.values["Name"] === name) {
        throw refused("DUPLICATE_VALUE", `duplicate value found: Name duplicates value on record with id: ${row.id.slice(0, 15)}`, [
          "Name",
        ]);
      }
    }
  },
};

export const streamingChannelRules: ObjectRules = {
  prepare(draft) {
    if (!/^\/u\/\w/u.test(text(draft, "Name") ?? ""))
      throw refused("INVALID_FIELD", "The name of a streaming channel begins with /u/", ["Name"]);
  },
};
