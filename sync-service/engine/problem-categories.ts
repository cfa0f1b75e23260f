/** The categories beside "Sync Error" that any kind of record can get (C6). */
export const problemCategories = { refused: "Refused by Salesforce", swinging: "Conflicting software" } as const;
