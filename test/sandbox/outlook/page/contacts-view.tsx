import { Button, Caption1, makeStyles, Select, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { ContactForm } from "./contact-form.tsx";
import { type Graph, type GraphContact, reasonOf } from "./graph.ts";
import { useList } from "./use-list.ts";

/** Graph does not list the default folder among the contact folders (MG4), so it is put before them here. */
const DEFAULT = { id: "", displayName: "Contacts" };

export function ContactsView({ graph }: { readonly graph: Graph }) {
  const styles = useStyles();
  const [folderId, setFolderId] = useState(DEFAULT.id);
  const [edited, setEdited] = useState<GraphContact | "new" | null>(null);
  const [fault, setFault] = useState("");
  const path = folderId === "" ? "/contacts" : `/contactFolders/${folderId}/contacts`;
  const [folders] = useList("contact folders", () => graph.list<{ readonly id: string; readonly displayName: string }>("/contactFolders"));
  const [contacts, read] = useList(path, () => graph.list<GraphContact>(`${path}?$orderby=displayName&$top=200`));
  const attempt = (work: Promise<unknown>): void => {
    work
      .then(() => {
        setFault("");
        setEdited(null);
      })
      .catch((error: unknown) => setFault(reasonOf(error)))
      .finally(read);
  };
  const save = (fields: Readonly<Record<string, unknown>>): void =>
    attempt(edited === "new" ? graph.ask("POST", path, fields) : graph.ask("PATCH", `/contacts/${edited?.id ?? ""}`, fields));
  const remove = (): void => {
    if (edited !== null && edited !== "new") attempt(graph.ask("DELETE", `/contacts/${edited.id}`));
  };
  return (
    <div className={styles.view}>
      <section className={styles.list} aria-label="Contacts">
        <Select aria-label="Contact folder" value={folderId} onChange={(_event, { value }) => setFolderId(value)}>
          {[DEFAULT, ...(folders.is === "found" ? folders.items : [])].map((folder) => (
            <option key={folder.id} value={folder.id}>
              {folder.displayName}
            </option>
          ))}
        </Select>
        <Button onClick={() => setEdited("new")}>New contact</Button>
        {contacts.is === "failed" && <Text>{contacts.why}</Text>}
        {contacts.is === "found" && contacts.items.length === 0 && <Text>No contacts in this folder.</Text>}
        {contacts.is === "found" &&
          contacts.items.map((contact) => (
            <button key={contact.id} type="button" className={styles.row} onClick={() => setEdited(contact)}>
              <Text block>{contact.displayName ?? "(no name)"}</Text>
              <Caption1 block>
                {[contact.emailAddresses[0]?.address, contact.companyName, ...contact.categories].filter(Boolean).join(" · ")}
              </Caption1>
            </button>
          ))}
      </section>
      <div className={styles.form}>
        {fault !== "" && <Text role="alert">{fault}</Text>}
        {edited !== null && (
          <ContactForm
            key={edited === "new" ? "new" : edited.id}
            graph={graph}
            contact={edited === "new" ? null : edited}
            save={save}
            remove={remove}
          />
        )}
      </div>
    </div>
  );
}

const useStyles = makeStyles({
  view: { display: "flex", flexGrow: 1, minHeight: 0 },
  list: {
    width: "320px",
    overflowY: "auto",
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
  },
  row: {
    textAlign: "start",
    font: "inherit",
    color: "inherit",
    backgroundColor: "transparent",
    border: "none",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: tokens.spacingHorizontalS,
    cursor: "pointer",
  },
  form: { padding: tokens.spacingHorizontalM, flexGrow: 1, overflowY: "auto" },
});
