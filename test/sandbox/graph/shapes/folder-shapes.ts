import { always, atCreation, flag, number, oneOf, readOnly, text, type Shape } from "./shape.ts";

const EXTENDED = ["singleValueExtendedProperties", "multiValueExtendedProperties"];

export const mailFolderShape: Shape = {
  typeName: "mailFolder",
  properties: {
    id: readOnly(text),
    displayName: always(text),
    parentFolderId: readOnly(text),
    childFolderCount: readOnly(number),
    unreadItemCount: readOnly(number),
    totalItemCount: readOnly(number),
    isHidden: atCreation(flag),
  },
  navigations: [...EXTENDED, "childFolders", "messages", "messageRules"],
};

export const contactFolderShape: Shape = {
  typeName: "contactFolder",
  properties: { id: readOnly(text), displayName: always(text), parentFolderId: always(text) },
  navigations: [...EXTENDED, "childFolders", "contacts"],
};

export const categoryShape: Shape = {
  typeName: "outlookCategory",
  properties: {
    id: readOnly(text),
    displayName: atCreation(text),
    color: always(oneOf("none", ...Array.from({ length: 25 }, (_, index) => `preset${index}`))),
  },
  navigations: [],
};
