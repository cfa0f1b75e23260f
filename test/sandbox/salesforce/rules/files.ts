import { createHash } from "node:crypto";
import { refused } from "../errors.ts";
import { recordOf, text, type Draft, type ObjectRules, type Writer } from "../draft.ts";
import { addRow, binRow } from "../bare-rows.ts";

const BLOCKED_BY_HTML_SETTING = new Set(["html", "htm", "xhtml", "svg"]);
/** Types Salesforce names by extension; anything else is its extension in capitals. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  pdf: "PDF",
  doc: "WORD",
  docx: "WORD_X",
  xls: "EXCEL",
  xlsx: "EXCEL_X",
  ppt: "POWER_POINT",
  pptx: "POWER_POINT_X",
  txt: "TEXT",
  png: "PNG",
  jpg: "JPG",
  jpeg: "JPG",
  gif: "GIF",
  zip: "ZIP",
  csv: "CSV",
  xml: "XML",
  html: "HTML",
  eml: "UNKNOWN",
};
const LARGEST_ATTACHMENT = 25 * 1024 * 1024;

export const contentVersionRules: ObjectRules = {
  prepare(draft, writer) {
    const { org, access } = writer;
    if (draft.before !== null) {
      if (draft.bytes)
        throw refused("INVALID_FIELD_FOR_INSERT_UPDATE", "The version data of a published file cannot be changed", ["VersionData"]);
      return;
    }
    if (!draft.bytes) throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [VersionData]", ["VersionData"]);
    const path = text(draft, "PathOnClient");
    if (path === null) throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [PathOnClient]", ["PathOnClient"]);
    refuseFile(extensionOf(path), writer);
    checkPlace(text(draft, "FirstPublishLocationId"), "FirstPublishLocationId", writer);
    keepBytes(draft, draft.bytes, path, writer);
    const document = text(draft, "ContentDocumentId");
    draft.values["ContentDocumentId"] = document ?? newDocument(draft, writer);
    draft.values["VersionNumber"] = String(
      1 + org.store.having("ContentVersion", "ContentDocumentId", draft.values["ContentDocumentId"]).length,
    );
    draft.values["IsLatest"] = true;
    draft.values["IsMajorVersion"] ??= true;
    draft.values["ContentModifiedById"] = access.userId;
    draft.values["ContentModifiedDate"] ??= org.stamp();
    for (const older of org.store.having("ContentVersion", "ContentDocumentId", draft.values["ContentDocumentId"])) {
      org.store.put("ContentVersion", { ...older, values: { ...older.values, IsLatest: false } });
    }
  },
  settled(draft, writer) {
    const { org } = writer;
    const documentId = text(draft, "ContentDocumentId");
    const document = documentId === null ? undefined : org.store.get("ContentDocument", documentId);
    if (!document || draft.values["IsLatest"] !== true) return;
    const values = { ...document.values, SystemModstamp: org.stamp(), LatestPublishedVersionId: draft.id };
    for (const field of ["Title", "Description", "FileType", "FileExtension", "ContentSize"]) {
      Object.assign(values, { [field]: draft.values[field] ?? null });
    }
    org.store.put("ContentDocument", { ...document, values });
    if (draft.before !== null || draft.given.has("ContentDocumentId")) return;
    link(writer, document.id, writer.access.userId, "I");
    const place = text(draft, "FirstPublishLocationId");
    if (place !== null && place !== writer.access.userId) link(writer, document.id, place, "V");
  },
};

function refuseFile(extension: string | null, { org }: Writer): void {
  if (org.switches.storageFull) throw refused("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded");
  if (extension === null || !org.switches.blockedExtensions.includes(extension)) return;
  if (BLOCKED_BY_HTML_SETTING.has(extension)) {
    throw refused("HTML_FILE_UPLOAD_NOT_ALLOWED", "Your company doesn't allow HTML files to be uploaded.");
  }
  throw refused("FILE_EXTENSION_NOT_ALLOWED", `Your company doesn't support the following file types: .${extension}`);
}

/** A file is put only where its user may change things, or to a user. */
function checkPlace(id: string | null, field: string, { org, access, isSystem }: Writer): void {
  const place = recordOf(org, id);
  if (!place || isSystem || place.object === "User" || access.canEdit(place.object, place.row)) return;
  throw refused("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", [field]);
}

function keepBytes(draft: Draft, bytes: Buffer, path: string, { org }: Writer): void {
  const extension = extensionOf(path);
  draft.values["BytesName"] = org.files.keep(bytes);
  draft.values["Checksum"] = createHash("md5").update(bytes).digest("hex");
  draft.values["ContentSize"] = bytes.length;
  draft.values["FileExtension"] = extension;
  draft.values["FileType"] = extension === null ? "UNKNOWN" : (FILE_TYPES[extension] ?? "UNKNOWN");
  draft.values["Title"] ??= (path.split(/[\\/]/u).at(-1) ?? path).replace(/\.[^.]*$/u, "").slice(0, 255) || path.slice(0, 255);
}

function extensionOf(path: string): string | null {
  return /\.([^.\\/]+)$/u.exec(path)?.[1]?.toLowerCase().slice(0, 40) ?? null;
}

function newDocument(draft: Draft, writer: Writer): string {
  return addRow(writer.org, "ContentDocument", writer.access.userId, {
    Title: text(draft, "Title"),
    OwnerId: text(draft, "OwnerId") ?? writer.access.userId,
    PublishStatus: "P",
    SharingOption: "A",
    SharingPrivacy: "N",
    IsArchived: false,
    ContentModifiedDate: writer.org.stamp(),
    LatestPublishedVersionId: draft.id,
  });
}

function link(writer: Writer, documentId: string, entityId: string, shareType: string): void {
  addRow(writer.org, "ContentDocumentLink", writer.access.userId, {
    ContentDocumentId: documentId,
    LinkedEntityId: entityId,
    ShareType: shareType,
    Visibility: "AllUsers",
  });
}

export const contentDocumentLinkRules: ObjectRules = {
  prepare(draft, writer) {
    const { org } = writer;
    if (draft.before !== null) return;
    const document = text(draft, "ContentDocumentId");
    const entity = text(draft, "LinkedEntityId");
    const twin = org.store
      .having("ContentDocumentLink", "LinkedEntityId", entity)
      .find((row) => row.values["ContentDocumentId"] === document);
    if (twin) {
      throw refused(
        "DUPLICATE_VALUE",
        `duplicate value found: LinkedEntityId, ContentDocumentId duplicates value on record with id: ${twin.id}`,
      );
    }
    checkPlace(entity, "LinkedEntityId", writer);
    draft.values["ShareType"] ??= "V";
    draft.values["Visibility"] ??= "AllUsers";
  },
};

/** A document that goes takes its versions and links with it. */
export const contentDocumentRules: ObjectRules = {
  removing(row, { org, access }) {
    for (const object of ["ContentVersion", "ContentDocumentLink"]) {
      for (const part of org.store.having(object, "ContentDocumentId", row.id)) binRow(org, object, part, access.userId);
    }
  },
};

export const attachmentRules: ObjectRules = {
  prepare(draft, { org, access }) {
    if (draft.bytes) {
      if (org.switches.storageFull) throw refused("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded");
      if (draft.bytes.length > LARGEST_ATTACHMENT) {
        throw refused("FIELD_INTEGRITY_EXCEPTION", "The attachment exceeds the size limit of 25 MB", ["Body"]);
      }
      draft.values["BytesName"] = org.files.keep(draft.bytes);
      draft.values["BodyLength"] = draft.bytes.length;
    } else if (draft.before === null) {
      throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [Body]", ["Body"]);
    }
    const parent = recordOf(org, text(draft, "ParentId"));
    if (parent && draft.before === null && !access.canEdit(parent.object, parent.row)) {
      throw refused(
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        `insufficient access rights on cross-reference id: ${parent.row.id.slice(0, 15)}`,
      );
    }
    if ((parent?.object === "Task" || parent?.object === "Event") && parent.row.values["OwnerId"] !== draft.values["OwnerId"]) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "The attachment of an activity must have the activity's owner", ["OwnerId"]);
    }
  },
};
