import { Access } from "../access.ts";
import type { Org } from "../org.ts";
import { textOf } from "../draft.ts";
import { fullNameOf, Problem, readCustomField, readPermissionSet, type Component } from "./components.ts";
import { deployResult, type Deployments } from "./deployments.ts";
import type { OrgMetadata } from "./org-metadata.ts";
import type { OrgSettings } from "./settings.ts";
import { child, childrenOf, childText, type XmlElement, type XmlValue } from "./xml.ts";

/** A call that fails as a whole. */
export class SoapFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** All that the Metadata API acts upon. */
export interface MetadataParts {
  readonly org: Org;
  readonly metadata: OrgMetadata;
  readonly settings: OrgSettings;
  readonly deployments: Deployments;
}

const MOST_AT_ONCE = 10;

/** Carries out one call of the Metadata API; answers its `result`. @throws SoapFault */
export function metadataCall(parts: MetadataParts, userId: string, call: XmlElement): XmlValue {
  const { permissions } = new Access(parts.org, userId);
  if (!permissions.customizeApplication && !permissions.modifyAllData) {
    throw new SoapFault(
      "sf:INSUFFICIENT_ACCESS",
      "INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions",
    );
  }
  switch (call.name) {
    case "createMetadata":
    case "updateMetadata":
    case "upsertMetadata":
      return each(childrenOf(call, "metadata"), (one) => {
        const { created, ...result } = save(parts, userId, one, call.name !== "createMetadata");
        return call.name === "upsertMetadata" ? { created, ...result } : result;
      });
    case "deleteMetadata":
      return each(childrenOf(call, "fullNames"), (one) => remove(parts, childText(call, "type") ?? "", one.text));
    case "readMetadata": {
      const type = childText(call, "type") ?? "";
      return { records: each(childrenOf(call, "fullNames"), (one) => read(parts, type, one.text)) };
    }
    case "listMetadata":
      return childrenOf(call, "queries").flatMap((query) => list(parts, userId, childText(query, "type") ?? ""));
    case "describeMetadata":
      return DESCRIBED;
    case "deploy":
      return deploy(parts, userId, call);
    case "checkDeployStatus": {
      const deployment = parts.deployments.get(childText(call, "asyncProcessId") ?? "");
      if (!deployment) throw new SoapFault("sf:INVALID_ID_FIELD", "INVALID_ID_FIELD: id: invalid id");
      return deployResult(
        deployment,
        childText(call, "includeDetails") === "true",
        nameOfUser(parts.org, deployment.createdById),
      ) as XmlValue;
    }
    default:
      throw new SoapFault("sf:NOT_COVERED", `NOT_COVERED: This stand-in does not cover ${call.name}`);
  }
}

function each(elements: readonly XmlElement[], act: (element: XmlElement) => XmlValue): XmlValue[] {
  if (elements.length > MOST_AT_ONCE)
    throw new SoapFault("sf:LIMIT_EXCEEDED", `LIMIT_EXCEEDED: more than ${MOST_AT_ONCE} components in a call`);
  return elements.map(act);
}

/** The type of a component stands in its xsi:type. @throws Problem */
function readComponent(element: XmlElement): Component {
  const type = (element.attributes["xsi:type"] ?? element.attributes["type"] ?? "").replace(/^.*:/u, "");
  switch (type) {
    case "CustomField":
      return readCustomField(element, null);
    case "PermissionSet":
      return readPermissionSet(element, null);
    default:
      throw new Problem("INVALID_TYPE", `This stand-in does not cover metadata of type ${type}`);
  }
}

function save(parts: MetadataParts, userId: string, element: XmlElement, mayExist: boolean) {
  const fullName = childText(element, "fullName") ?? "";
  try {
    const component = readComponent(element);
    parts.metadata.check(component, [], mayExist);
    return { created: parts.metadata.apply(component, userId), fullName: fullNameOf(component), success: true };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { created: false, ...failed(error, fullName) };
  }
}

function remove(parts: MetadataParts, type: string, fullName: string): XmlValue {
  try {
    parts.metadata.delete(type, fullName);
    return { fullName, success: true };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return failed(error, fullName);
  }
}

function failed(problem: Problem, fullName: string) {
  return { errors: { message: problem.message, statusCode: problem.statusCode }, fullName, success: false };
}

/** What is not there is an empty record. */
function read({ metadata, settings }: MetadataParts, type: string, fullName: string): XmlValue {
  if (type.endsWith("Settings")) {
    const setting = fullName === type.replace(/Settings$/u, "") ? settings.read(fullName) : null;
    return setting === null ? null : { "@xsi:type": type, fullName, ...setting };
  }
  const component = metadata.get(type, fullName);
  if (!component) return null;
  if (component.is === "PermissionSet") {
    const { label, description, grants } = component;
    const fieldPermissions = grants.map(({ field, readable, editable }) => ({ editable, field, readable }));
    return { "@xsi:type": type, fullName, description: description ?? undefined, fieldPermissions, hasActivationRequired: false, label };
  }
  const { label, type: fieldType, length, externalId, unique, caseSensitive, description } = component;
  return {
    "@xsi:type": type,
    fullName,
    ...(unique ? { caseSensitive } : {}),
    description: description ?? undefined,
    externalId,
    label,
    ...(fieldType === "Text" || fieldType === "LongTextArea" ? { length } : {}),
    required: false,
    type: fieldType,
    unique,
  };
}

function list({ metadata, org }: MetadataParts, userId: string, type: string): XmlValue[] {
  if (type !== "CustomField" && type !== "PermissionSet") return [];
  const now = org.clock.now().toISOString();
  const who = { createdById: userId, createdByName: nameOfUser(org, userId), createdDate: now };
  return metadata.all(type).map((component) => {
    const fullName = fullNameOf(component);
    const fileName = component.is === "CustomField" ? `objects/${component.object}.object` : `permissionsets/${fullName}.permissionset`;
    const changed = { lastModifiedById: who.createdById, lastModifiedByName: who.createdByName, lastModifiedDate: now };
    return { ...who, fileName, fullName, id: "", ...changed, manageableState: "unmanaged", type };
  });
}

function deploy(parts: MetadataParts, userId: string, call: XmlElement): XmlValue {
  const options = child(call, "DeployOptions");
  const flag = (name: string) => options !== undefined && childText(options, name) === "true";
  const zip = Buffer.from(childText(call, "ZipFile") ?? "", "base64");
  const { id } = parts.deployments.deploy(zip, { checkOnly: flag("checkOnly"), rollbackOnError: flag("rollbackOnError") }, userId);
  return { done: false, id, state: "Queued" };
}

export function nameOfUser(org: Org, userId: string): string {
  return textOf(org.store.get("User", userId), "Name") ?? "";
}

const DESCRIBED: XmlValue = {
  metadataObjects: [
    {
      childXmlNames: ["CustomField"],
      directoryName: "objects",
      inFolder: false,
      metaFile: false,
      suffix: "object",
      xmlName: "CustomObject",
    },
    { directoryName: "permissionsets", inFolder: false, metaFile: false, suffix: "permissionset", xmlName: "PermissionSet" },
    { directoryName: "settings", inFolder: false, metaFile: false, suffix: "settings", xmlName: "Settings" },
  ],
  organizationNamespace: "",
  partialSaveAllowed: true,
  testRequired: false,
};
