import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openWorld } from "../../sandbox-tests/salesforce/world.ts";
import { installCli, makeCli, type Cli, type Told } from "./run-cli.ts";

interface Step {
  readonly title: string;
  readonly args: readonly string[];
  /** @throws AssertionError when the CLI says something else than it should */
  readonly check: (told: Told) => void;
}

const TREE = {
  records: [
    {
      attributes: { type: "Account", referenceId: "Navy" },
      Name: "Navy",
      Contacts: { records: [{ attributes: { type: "Contact", referenceId: "Grace" }, FirstName: "Grace", LastName: "Hopper" }] },
    },
  ],
};
const METADATA = {
  "package.xml": `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
  <types><members>Contact.Pane_Key__c</members><name>CustomField</name></types>
  <types><members>Pane</members><name>PermissionSet</name></types>
  <version>62.0</version>
</Package>`,
  "objects/Contact.object": `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
  <fields><fullName>Pane_Key__c</fullName><label>Pane Key</label><type>Text</type><length>80</length></fields>
</CustomObject>`,
  "permissionsets/Pane.permissionset": `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
  <fieldPermissions><editable>true</editable><field>Contact.Pane_Key__c</field><readable>true</readable></fieldPermissions>
  <label>Pane</label>
</PermissionSet>`,
};
const ADMIN = "admin@acme.example";
const PEOPLE = "LastName,Email,Tandem_Id__c\nAlpha,a@x.example,k-1\nBeta,,k-2\n";
const CHANGED = "LastName,Tandem_Id__c\nAlpha,k-1\nGamma,k-3\n,k-4\n";

/** What an administrator does with the Salesforce CLI, done against the stand-in by the CLI itself, as it comes from npm. */
function steps(folder: string, url: string): readonly Step[] {
  const file = (name: string) => join(folder, name);
  let accountId = "";
  let jobId = "";
  return [
    {
      title: "org login access-token",
      args: ["org", "login", "access-token", "--instance-url", url, "--no-prompt", "--alias", "tandem"],
      check: ({ result }) => assert.equal(result.username, ADMIN),
    },
    {
      title: "org display",
      args: ["org", "display"],
      check: ({ result }) => assert.equal(result.connectedStatus, "Connected"),
    },
    {
      title: "org list limits",
      args: ["org", "list", "limits"],
      check: ({ result }) =>
        assert.ok(result.some((limit: { name: string; max: number }) => limit.name === "DailyApiRequests" && limit.max > 0)),
    },
    {
      title: "data create record",
      args: ["data", "create", "record", "-s", "Account", "-v", "Name='Army' Phone='+1 555 0100'"],
      check: ({ result }) => {
        assert.match(result.id, /^001\w{15}$/u);
        accountId = result.id;
      },
    },
    {
      title: "data update record",
      args: ["data", "update", "record", "-s", "Account", "-w", "Name='Army'", "-v", "Phone='+1 555 0199'"],
      check: ({ result }) => assert.equal(result.success, true),
    },
    {
      title: "data get record",
      args: ["data", "get", "record", "-s", "Account", "-w", "Name='Army'"],
      check: ({ result }) => assert.deepEqual([result.Id, result.Phone], [accountId, "+1 555 0199"]),
    },
    {
      title: "data query",
      args: ["data", "query", "-q", "SELECT Id, Name, Owner.Name FROM Account"],
      check: ({ result }) => assert.deepEqual([result.totalSize, result.records[0].Name], [1, "Army"]),
    },
    {
      title: "data query, grouped",
      args: ["data", "query", "-q", "SELECT COUNT(Id) many, Name FROM Account GROUP BY Name"],
      check: ({ result }) => assert.equal(result.records[0].many, 1),
    },
    {
      title: "data query, refused",
      args: ["data", "query", "-q", "SELECT Nothing FROM Account"],
      check: ({ status, name, message }) => {
        assert.notEqual(status, 0);
        assert.match(`${name} ${message}`, /INVALID_FIELD[^]*No such column 'Nothing'/u);
      },
    },
    {
      title: "data delete record",
      args: ["data", "delete", "record", "-s", "Account", "-w", "Name='Army'"],
      check: ({ result }) => assert.equal(result.success, true),
    },
    {
      title: "data import tree",
      args: ["data", "import", "tree", "-f", file("tree.json")],
      check: ({ result }) => assert.deepEqual(result.map((one: { refId: string }) => one.refId).toSorted(), ["Grace", "Navy"]),
    },
    {
      title: "data export tree",
      args: [
        "data",
        "export",
        "tree",
        "-q",
        "SELECT Id, Name, (SELECT FirstName, LastName FROM Contacts) FROM Account",
        "-d",
        folder,
        "-x",
        "out",
      ],
      check: ({ result }) => {
        assert.equal(result.records[0].Name, "Navy");
        assert.deepEqual(result.records[0].Contacts.records[0].LastName, "Hopper");
      },
    },
    {
      title: "data import bulk",
      args: ["data", "import", "bulk", "-s", "Contact", "-f", file("people.csv"), "-w", "2"],
      check: ({ result }) => assert.deepEqual([result.processedRecords, result.failedRecords], [2, 0]),
    },
    {
      title: "data upsert bulk, with a row that fails",
      args: ["data", "upsert", "bulk", "-s", "Contact", "-f", file("changed.csv"), "-i", "Tandem_Id__c", "-w", "2"],
      check: ({ status, message, data }) => {
        assert.notEqual(status, 0);
        assert.match(message, /failed to process 1 records/u);
        jobId = data.jobId;
      },
    },
    {
      title: "data bulk results",
      get args() {
        return ["data", "bulk", "results", "--job-id", jobId];
      },
      check: ({ result }) => {
        assert.deepEqual([result.processedRecords, result.successfulRecords, result.failedRecords], [3, 2, 1]);
        assert.match(
          readFileSync(file(result.failedFilePath), "utf8"),
          /REQUIRED_FIELD_MISSING:Required fields are missing: \[LastName\]/u,
        );
      },
    },
    {
      title: "data export bulk",
      args: [
        "data",
        "export",
        "bulk",
        "-q",
        "SELECT LastName, Email FROM Contact ORDER BY LastName",
        "--output-file",
        file("out.csv"),
        "-r",
        "csv",
        "-w",
        "2",
      ],
      check: ({ result }) => {
        assert.equal(result.totalSize, 4);
        assert.equal(readFileSync(file("out.csv"), "utf8").split("\n")[1], '"Alpha","a@x.example"');
      },
    },
    {
      title: "sobject describe",
      args: ["sobject", "describe", "-s", "Contact"],
      check: ({ result }) => assert.ok(result.fields.some((field: { name: string }) => field.name === "Tandem_Id__c")),
    },
    {
      title: "data search",
      args: ["data", "search", "-q", "FIND {Hopper} RETURNING Contact(Name)"],
      check: ({ result }) => assert.equal(result.searchRecords[0].Name, "Grace Hopper"),
    },
    {
      title: "project deploy start",
      args: ["project", "deploy", "start", "--metadata-dir", file("metadata")],
      check: ({ result }) => assert.deepEqual([result.status, result.numberComponentsDeployed], ["Succeeded", 2]),
    },
    {
      title: "org list metadata",
      args: ["org", "list", "metadata", "-m", "CustomField"],
      check: ({ result }) =>
        assert.deepEqual(
          result.map((one: { fullName: string }) => one.fullName),
          ["Contact.Pane_Key__c"],
        ),
    },
    {
      title: "data query, of a field nobody was granted",
      args: ["data", "query", "-q", "SELECT Pane_Key__c FROM Contact"],
      check: ({ status }) => assert.notEqual(status, 0),
    },
    {
      title: "org assign permset",
      args: ["org", "assign", "permset", "-n", "Pane"],
      check: ({ result }) => assert.deepEqual(result.successes, [{ name: ADMIN, value: "Pane" }]),
    },
    {
      title: "data query, of the field granted",
      args: ["data", "query", "-q", "SELECT Pane_Key__c FROM Contact LIMIT 1"],
      check: ({ status }) => assert.equal(status, 0),
    },
    {
      title: "data query, of the Tooling API",
      args: ["data", "query", "-t", "-q", "SELECT SubscriberPackage.Name FROM InstalledSubscriberPackage"],
      check: ({ result }) => assert.equal(result.records[0].SubscriberPackage.Name, "Riva"),
    },
    {
      title: "package installed list",
      args: ["package", "installed", "list"],
      check: ({ result }) => assert.equal(result[0].SubscriberPackageNamespace, "riva"),
    },
  ];
}

async function run(cli: Cli, all: readonly Step[]): Promise<number> {
  let failed = 0;
  for (const { title, args, check } of all) {
    const told = await cli(args);
    try {
      check(told);
      console.log(`passed  sf ${title}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  sf ${title}\n${error instanceof Error ? error.message : String(error)}\n${told.text}`);
    }
  }
  return failed;
}

const folder = mkdtempSync(join(tmpdir(), "tandem-salesforce-cli-"));
for (const [path, text] of Object.entries(METADATA)) {
  mkdirSync(dirname(join(folder, "metadata", path)), { recursive: true });
  writeFileSync(join(folder, "metadata", path), text);
}
writeFileSync(join(folder, "tree.json"), JSON.stringify(TREE));
writeFileSync(join(folder, "people.csv"), PEOPLE);
writeFileSync(join(folder, "changed.csv"), CHANGED);
if (!existsSync(join(import.meta.dirname, "node_modules"))) await installCli();
const world = await openWorld({ switches: { tandemFields: true, dailyRequests: 100_000 } });
world.salesforce.seed.user({ Email: ADMIN, admin: true });
world.salesforce.packages.install({ name: "Riva", namespace: "riva" });
try {
  const all = steps(folder, world.url);
  const failed = await run(makeCli(folder, world.salesforce.signIn(ADMIN)), all);
  const uncovered = world.log.since(0).filter((request) => request.status === 501);
  for (const { method, url } of uncovered) console.log(`not covered by the stand-in: ${method} ${url}`);
  console.log(
    `${all.length - failed} of ${all.length} commands of the Salesforce CLI did what they should, in ${world.log.count} requests`,
  );
  if (failed > 0) process.exitCode = 1;
} finally {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
}
