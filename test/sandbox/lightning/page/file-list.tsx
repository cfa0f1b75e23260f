import { Button, Subtitle2, Text } from "@fluentui/react-components";
import { quoted, type Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

interface RecordFile {
  readonly name: string;
  readonly bytes: number;
  readonly versionId: string;
}

/** The files linked to a record, each to be downloaded. */
export function FileList({ salesforce, id }: { readonly salesforce: Salesforce; readonly id: string }) {
  const [files] = useAnswer(`files ${id}`, () => filesOf(salesforce, id));
  const download = async (file: RecordFile): Promise<void> => {
    const address = URL.createObjectURL(await salesforce.bytes(`/sobjects/ContentVersion/${file.versionId}/VersionData`));
    Object.assign(document.createElement("a"), { href: address, download: file.name }).click();
    URL.revokeObjectURL(address);
  };
  return (
    <section>
      <Subtitle2 as="h3">Files</Subtitle2>
      {files.is === "failed" && <Text block>{files.why}</Text>}
      {files.is === "found" && files.value.length === 0 && <Text block>None.</Text>}
      {files.is === "found" && files.value.length > 0 && (
        <ul aria-label="Files">
          {files.value.map((file) => (
            <li key={file.versionId}>
              <Button size="small" onClick={() => void download(file)}>
                {file.name}
              </Button>{" "}
              {file.bytes.toLocaleString()} bytes
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

async function filesOf(salesforce: Salesforce, id: string): Promise<readonly RecordFile[]> {
  const links = await salesforce.query(`SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = ${quoted(id)}`);
  if (links.length === 0) return [];
  const documents = links.map((link) => quoted(String(link["ContentDocumentId"]))).join(", ");
  const versions = await salesforce.query(
    `SELECT Id, PathOnClient, Title, ContentSize FROM ContentVersion WHERE IsLatest = true AND ContentDocumentId IN (${documents})`,
  );
  return versions.map((version) => ({
    name: String(version["PathOnClient"] ?? version["Title"]),
    bytes: Number(version["ContentSize"]),
    versionId: version.Id,
  }));
}
