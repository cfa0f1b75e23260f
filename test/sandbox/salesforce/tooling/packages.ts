import { addRow } from "../bare-rows.ts";
import type { Org } from "../org.ts";
import { TOOLING_TABLES } from "./objects.ts";

/** A managed package as an administrator has installed it. */
export interface Package {
  readonly name: string;
  readonly namespace: string;
  /** `2.14.0.3`. */
  readonly version?: string;
}

/** The packages of the org. */
export class Packages {
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
    for (const table of TOOLING_TABLES) org.store.hold(table);
  }

  /** Answers the id of the installation. */
  install({ name, namespace, version = "1.0.0.1" }: Package): string {
    const [MajorVersion = 1, MinorVersion = 0, PatchVersion = 0, BuildNumber = 1] = version.split(".").map(Number);
    const packageId = addRow(this.#org, "SubscriberPackage", "", { Name: name, NamespacePrefix: namespace, IsPackageValid: true });
    const versionId = addRow(this.#org, "SubscriberPackageVersion", "", {
      ...{ MajorVersion, MinorVersion, PatchVersion, BuildNumber },
      Name: `${MajorVersion}.${MinorVersion}`,
      IsBeta: false,
      IsManaged: true,
      ReleaseState: "Released",
      Package2ContainerOptions: "Managed",
      SubscriberPackageId: packageId,
    });
    return addRow(this.#org, "InstalledSubscriberPackage", "", {
      SubscriberPackageId: packageId,
      SubscriberPackageVersionId: versionId,
      MinPackageVersionId: versionId,
    });
  }
}
