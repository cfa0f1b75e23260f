import type { Table, Tables } from "../../base/tables.ts";
import { makeId } from "../ids.ts";
import type { Org } from "../org.ts";
import { fullNameOf, Problem, readCustomField, readPermissionSet, type Component } from "./components.ts";
import type { OrgMetadata } from "./org-metadata.ts";
import { childrenOf, MalformedXml, readXml, type XmlElement } from "./xml.ts";
import { MalformedZip, readZip } from "./zip.ts";

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
}

/** What became of one component. */
interface DeployMessage {
  readonly componentType: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly created: boolean;
  readonly problem: string | null;
}

/** A deployment as it is kept. It is done when it is answered: the stand-in has no queue. */
export interface Deployment extends DeployOptions {
  readonly id: string;
  readonly createdById: string;
  readonly createdDate: string;
  readonly messages: readonly DeployMessage[];
  readonly errorMessage: string | null;
}

interface Found {
  readonly componentType: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly read: () => Component;
}

const KEY_PREFIX = "0Af";

export class Deployments {
  readonly #org: Org;
  readonly #metadata: OrgMetadata;
  readonly #done: Table<Deployment>;

  constructor(org: Org, metadata: OrgMetadata, tables: Tables) {
    this.#org = org;
    this.#metadata = metadata;
    this.#done = tables.table<Deployment>("salesforce.deployments");
  }

  get(id: string): Deployment | undefined {
    return this.#done.get(id) ?? [...this.#done.values()].find((one) => one.id.startsWith(id) && id.length === 15);
  }

  /** Deploys a zip of metadata files. What is wrong in it stands in the deployment, as in Salesforce. */
  deploy(zip: Buffer, options: DeployOptions, userId: string): Deployment {
    const id = makeId(KEY_PREFIX, this.#done.size + 1);
    const about = { ...options, id, createdById: userId, createdDate: this.#org.clock.now().toISOString() };
    try {
      return this.#done.put(id, { ...about, messages: this.#carryOut(componentsOf(readZip(zip)), options, userId), errorMessage: null });
    } catch (error) {
      if (!(error instanceof MalformedZip || error instanceof MalformedXml)) throw error;
      return this.#done.put(id, { ...about, messages: [], errorMessage: `UNKNOWN_EXCEPTION: ${error.message}` });
    }
  }

  #carryOut(found: readonly Found[], options: DeployOptions, userId: string): readonly DeployMessage[] {
    const good: Component[] = [];
    const messages = found.map(({ componentType, fullName, fileName, read }): DeployMessage => {
      const about = { componentType, fullName, fileName };
      try {
        const component = read();
        this.#metadata.check(component, good, true);
        good.push(component);
        return { ...about, created: this.#metadata.get(component.is, fullNameOf(component)) === undefined, problem: null };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { ...about, created: false, problem: error.message };
      }
    });
    const isClean = good.length === found.length;
    if (!options.checkOnly && (isClean || !options.rollbackOnError)) for (const component of good) this.#metadata.apply(component, userId);
    return messages;
  }
}

/** A deployment as `checkDeployStatus` and its REST sister answer it. */
export function deployResult(deployment: Deployment, includeDetails: boolean, userName: string) {
  const failed = deployment.messages.filter((message) => message.problem !== null);
  const done = deployment.messages.filter((message) => message.problem === null);
  const success = failed.length === 0 && deployment.errorMessage === null;
  const status = success ? "Succeeded" : done.length > 0 && !deployment.rollbackOnError ? "SucceededPartial" : "Failed";
  return {
    checkOnly: deployment.checkOnly,
    completedDate: deployment.createdDate,
    createdBy: deployment.createdById,
    createdByName: userName,
    createdDate: deployment.createdDate,
    ...(includeDetails
      ? {
          details: {
            componentFailures: failed.map((one) => messageView(one, deployment)),
            componentSuccesses: done.map((one) => messageView(one, deployment)),
          },
        }
      : {}),
    done: true,
    ...(deployment.errorMessage === null ? {} : { errorMessage: deployment.errorMessage }),
    id: deployment.id,
    ignoreWarnings: false,
    lastModifiedDate: deployment.createdDate,
    numberComponentErrors: failed.length,
    numberComponentsDeployed: status === "Failed" ? 0 : done.length,
    numberComponentsTotal: deployment.messages.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: deployment.rollbackOnError,
    runTestsEnabled: false,
    startDate: deployment.createdDate,
    status,
    success,
  };
}

function messageView({ componentType, fullName, fileName, created, problem }: DeployMessage, { createdDate, rollbackOnError }: Deployment) {
  const success = problem === null;
  return {
    changed: success && created,
    componentType,
    created: success && created,
    createdDate,
    deleted: false,
    fileName,
    fullName,
    ...(success ? {} : { problem, problemType: "Error" }),
    success,
    ...(rollbackOnError ? {} : { warning: false }),
  };
}

/** The fields first, as permission sets name them. */
function componentsOf(files: ReadonlyMap<string, Buffer>): readonly Found[] {
  const fields: Found[] = [];
  const sets: Found[] = [];
  const others: Found[] = [];
  const packageFile = [...files.keys()].find((path) => /(?:^|\/)package\.xml$/u.test(path));
  if (packageFile === undefined) throw new MalformedZip("No package.xml found");
  for (const [path, bytes] of files) {
    if (path === packageFile) {
      readXml(bytes.toString("utf8"));
      continue;
    }
    const [, folder, name] = /(?:^|\/)(\w+)\/([^/]+)\.\w+$/u.exec(path) ?? [];
    if (folder === "objects" && name !== undefined) fields.push(...fieldsOf(name, path, readXml(bytes.toString("utf8"))));
    else if (folder === "permissionsets" && name !== undefined) {
      const element = readXml(bytes.toString("utf8"));
      sets.push({ componentType: "PermissionSet", fullName: name, fileName: path, read: () => readPermissionSet(element, name) });
    } else others.push(notCovered(path));
  }
  return [...fields, ...sets, ...others];
}

function fieldsOf(object: string, path: string, element: XmlElement): readonly Found[] {
  return childrenOf(element, "fields").map((field) => ({
    componentType: "CustomField",
    fullName: `${object}.${childrenOf(field, "fullName")[0]?.text ?? ""}`,
    fileName: path,
    read: () => readCustomField(field, object),
  }));
}

function notCovered(path: string): Found {
  return {
    componentType: "",
    fullName: path,
    fileName: path,
    read: () => {
      throw new Problem("NOT_COVERED", `This stand-in does not cover the file ${path}`);
    },
  };
}
