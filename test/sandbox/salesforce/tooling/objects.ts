import { objectTable } from "../object-table.ts";

/** What is installed, as the Tooling reference documents it; the marks are explained in object-table.ts. */
const installedSubscriberPackage = objectTable({
  name: "InstalledSubscriberPackage",
  label: "Installed Subscriber Package",
  plural: "Installed Subscriber Packages",
  keyPrefix: "0A3",
  can: "",
  fields: `
Id                         | Installed Subscriber Package ID | id          | DFGSL
MinPackageVersionId        | Minimum Package Version ID      | reference   | NFGS  | -> SubscriberPackageVersion : MinPackageVersion
SubscriberPackageId        | Subscriber Package ID           | reference   | FGS   | -> SubscriberPackage : SubscriberPackage
SubscriberPackageVersionId | Subscriber Package Version ID   | reference   | FGS   | -> SubscriberPackageVersion : SubscriberPackageVersion
`,
  children: ``,
});

const subscriberPackage = objectTable({
  name: "SubscriberPackage",
  label: "Subscriber Package",
  plural: "Subscriber Packages",
  keyPrefix: "033",
  can: "",
  fields: `
Id                 | Subscriber Package ID | id           | DFGSL
Description        | Description           | string 255   | NFGS
IsPackageValid     | Is Package Valid      | boolean      | DFGS
Name               | Name                  | string 255   | FGSH
NamespacePrefix    | Namespace Prefix      | string 15    | NFGS
PackageCategory    | Package Category      | picklist 255 | NFGSR
`,
  children: ``,
});

const subscriberPackageVersion = objectTable({
  name: "SubscriberPackageVersion",
  label: "Subscriber Package Version",
  plural: "Subscriber Package Versions",
  keyPrefix: "04t",
  can: "",
  fields: `
Id                  | Subscriber Package Version ID | id         | DFGSL
BuildNumber         | Build Number                  | int        | FGS
Description         | Description                   | string 255 | NFGS
IsBeta              | Is Beta                       | boolean    | DFGS
IsManaged           | Is Managed                    | boolean    | DFGS
MajorVersion        | Major Version                 | int        | FGS
MinorVersion        | Minor Version                 | int        | FGS
Name                | Name                          | string 255 | FGSH
Package2ContainerOptions | Package2 Container Options | picklist 40 | NFGSR | = Managed; Unlocked
PatchVersion        | Patch Version                 | int        | FGS
ReleaseState        | Release State                 | picklist 7 | FGSR   | = Beta; Released
SubscriberPackageId | Subscriber Package ID         | reference  | FGS    | -> SubscriberPackage : SubscriberPackage
`,
  children: ``,
});

export const TOOLING_TABLES = [installedSubscriberPackage, subscriberPackage, subscriberPackageVersion];
