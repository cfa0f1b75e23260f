import type { Field, FieldType } from "../object-table.ts";
import type { ObjectType } from "../schema.ts";
import { methodNotAllowed } from "../errors.ts";
import { recordTypeNamed, recordTypesFor } from "../record-types.ts";
import { objectOf, type ApiReply, type ApiRequest } from "./request.ts";

const SOAP_TYPES: Readonly<Record<FieldType, string>> = {
  id: "tns:ID",
  reference: "tns:ID",
  boolean: "xsd:boolean",
  int: "xsd:int",
  double: "xsd:double",
  currency: "xsd:double",
  percent: "xsd:double",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  base64: "xsd:base64Binary",
  address: "urn:address",
  string: "xsd:string",
  email: "xsd:string",
  phone: "xsd:string",
  url: "xsd:string",
  textarea: "xsd:string",
  picklist: "xsd:string",
  combobox: "xsd:string",
};

/** GET `/sobjects`. */
export function describeGlobal(request: ApiRequest): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed();
  return (
    unchanged(request) ?? {
      status: 200,
      headers: stamp(request),
      body: { encoding: "UTF-8", maxBatchSize: 200, sobjects: request.access.objects().map((object) => summary(object, request)) },
    }
  );
}

/** GET `/sobjects/X/describe`, as this user sees the object. */
export function describe(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  return unchanged(request) ?? { status: 200, headers: stamp(request), body: description(request, object) };
}

/** GET `/sobjects/X`. */
export function basicInformation(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  return { status: 200, body: { objectDescribe: summary(object, request), recentItems: [] } };
}

/** One stamp for every object: the last change of the org's schema. */
function stamp(request: ApiRequest): Record<string, string> {
  const { schemaStamp } = request.org;
  return {
    etag: `"${(schemaStamp / 1000).toString(16).slice(-8).padStart(8, "0")}"`,
    "last-modified": new Date(schemaStamp).toUTCString(),
  };
}

function unchanged(request: ApiRequest): ApiReply | null {
  const headers = stamp(request);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  const sameTag = request.headers["if-none-match"]?.includes(headers["etag"] ?? "") === true;
  return sameTag || request.org.schemaStamp <= since ? { status: 304, headers } : null;
}

function summary(object: ObjectType, request: ApiRequest) {
  const { table } = object;
  const base = `/services/data/${request.version}/sobjects/${object.name}`;
  const writes = request.access.mayWrite(object);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: table.createable && writes,
    custom: object.name.endsWith("__c"),
    customSetting: false,
    deepCloneable: false,
    deletable: table.deletable && writes,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: table.keyPrefix,
    label: table.label,
    labelPlural: table.plural,
    layoutable: table.layoutable,
    mergeable: table.mergeable,
    mruEnabled: table.layoutable,
    name: object.name,
    queryable: true,
    replicateable: table.replicateable,
    retrieveable: true,
    searchable: table.searchable,
    triggerable: table.createable,
    undeletable: table.undeletable,
    updateable: table.updateable && writes,
    urls: {
      ...(table.layoutable ? { layouts: `${base}/describe/layouts`, compactLayouts: `${base}/describe/compactLayouts` } : {}),
      rowTemplate: `${base}/{ID}`,
      describe: `${base}/describe`,
      sobject: base,
    },
  };
}

function description(request: ApiRequest, object: ObjectType) {
  const browser = request.org.options.lightningUrl?.() ?? request.org.options.baseUrl();
  return {
    actionOverrides: [],
    ...summary(object, request),
    childRelationships: object.children.map((child) => ({
      cascadeDelete: false,
      childSObject: child.child,
      deprecatedAndHidden: false,
      field: child.field,
      junctionIdListNames: child.idList === null ? [] : [child.idList],
      junctionReferenceTo: [],
      relationshipName: child.name,
      restrictedDelete: false,
    })),
    compactLayoutable: object.table.layoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: request.access.fields(object).map((field) => fieldDescription(field, request.access.mayWriteField(object, field))),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(request, object),
    searchLayoutable: object.table.searchable,
    sobjectDescribeOption: "FULL",
    supportedScopes: [
      { label: `All ${object.table.plural.toLowerCase()}`, name: "everything" },
      { label: `My ${object.table.plural.toLowerCase()}`, name: "mine" },
    ],
    urls: {
      ...summary(object, request).urls,
      uiDetailTemplate: `${browser}/{ID}`,
      uiEditTemplate: `${browser}/{ID}/e`,
      uiNewRecord: `${browser}/${object.table.keyPrefix}/e`,
    },
  };
}

/** The types that the caller's profile offers, and Master, which is there even where no other is. */
function recordTypeInfos({ org, access }: ApiRequest, object: ObjectType): readonly object[] {
  const offered = recordTypesFor({ org, access }, object);
  const all = org.customization.recordTypes.flatMap((one) =>
    one.object === object.name ? (recordTypeNamed(org, object.name, one.developerName) ?? []) : [],
  );
  const info = (recordTypeId: string, name: string, active: boolean, available: boolean, isDefault: boolean) => ({
    active,
    available,
    defaultRecordTypeMapping: isDefault,
    developerName: name,
    master: name === "Master",
    name,
    recordTypeId,
    urls: {},
  });
  return [
    ...all.map((row) =>
      info(row.id, String(row.values["DeveloperName"]), row.values["IsActive"] === true, offered.includes(row), offered[0] === row),
    ),
    info("012000000000000AAA", "Master", true, true, offered.length === 0),
  ];
}

export function fieldDescription(field: Field, writes: boolean) {
  const isText = SOAP_TYPES[field.type] === "xsd:string" || field.type === "id" || field.type === "reference";
  return {
    aggregatable:
      field.groupable ||
      (field.type !== "textarea" && field.type !== "base64" && field.type !== "address" && field.filterable && field.type !== "boolean"),
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: field.type === "id" || field.type === "reference" ? 18 : isText ? field.length * 3 : 0,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: field.compound,
    controllerName: null,
    createable: field.createable && writes,
    custom: field.custom,
    defaultValue: field.type === "boolean" ? false : null,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === "int" ? 9 : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.polymorphic,
    nillable: field.nillable,
    permissionable: field.nillable && field.type !== "id",
    picklistValues: field.picklist.map((choice) => ({
      active: true,
      defaultValue: choice.isDefault,
      label: choice.value,
      validFor: null,
      value: choice.value,
    })),
    polymorphicForeignKey: field.polymorphic,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted,
    scale: field.scale,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type],
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && writes,
    writeRequiresMasterRead: false,
  };
}
