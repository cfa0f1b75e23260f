/** The names users know. The folders and the list are found by id once made; the category is known by this name, without regard to case. */
export const folderNames = {
  emails: "Salesforce Emails",
  contacts: "Salesforce Contacts",
  tasks: "Salesforce Tasks",
} as const;

export const categoryName = "Salesforce";

/** Set together with one naming the reason (C6); both go when the item is repaired. */
export const problemCategoryName = "Sync Error";
