import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { FolderList } from "./folder-list.tsx";
import { type Graph, type Message, reasonOf } from "./graph.ts";
import { MessageList } from "./message-list.tsx";
import { ReadingPane } from "./reading-pane.tsx";
import { useList } from "./use-list.ts";

export interface MailViewProps {
  readonly graph: Graph;
  readonly open: Message | null;
  readonly setOpen: (message: Message | null) => void;
}

/** Folders, the mails of one, and the open mail. A moved mail stays open, under its new id. */
export function MailView({ graph, open, setOpen }: MailViewProps) {
  const styles = useStyles();
  const [chosen, setChosen] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [folders, readFolders] = useList("folders", () => graph.folders());
  const found = folders.is === "found" ? folders.items : [];
  const folderId = chosen ?? (found.find((folder) => folder.displayName === "Inbox") ?? found[0])?.id ?? null;
  const [messages, readMessages] = useList(`messages ${folderId ?? ""}`, async () => (folderId === null ? [] : graph.messages(folderId)));

  // Categories come and go by other hands: Tandem's, another device's.
  const [categories, readCategories] = useList(`categories ${open?.id ?? ""}`, async () =>
    open === null ? [] : (await graph.message(open.id)).categories,
  );
  const shown = open && categories.is === "found" ? { ...open, categories: categories.items } : open;

  const attempt = (work: Promise<unknown>): void => {
    setFault(null);
    work
      .catch((error: unknown) => setFault(reasonOf(error)))
      .finally(() => {
        readFolders();
        readMessages();
        readCategories();
      });
  };
  const openMail = (id: string): void => attempt(graph.message(id).then(setOpen));
  const move = (id: string, folder: string): void =>
    attempt(
      graph.move(id, folder).then(async (moved) => {
        // The answer may hold less than was asked for before; what is shown is read under the new id.
        if (open?.id === id) setOpen(await graph.message(moved.id));
      }),
    );
  const setCategories = (id: string, categories: readonly string[]): void =>
    attempt(graph.setCategories(id, categories).then(async () => setOpen(await graph.message(id))));

  return (
    <div className={styles.view}>
      <FolderList folders={folders} selected={folderId} select={setChosen} drop={move} />
      <MessageList messages={messages} open={open?.id ?? null} openMail={openMail} />
      <div className={styles.reading}>
        {fault !== null && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{fault}</MessageBarBody>
          </MessageBar>
        )}
        {shown !== null && (
          <ReadingPane key={shown.id} graph={graph} message={shown} folders={found} move={move} setCategories={setCategories} />
        )}
      </div>
    </div>
  );
}

const useStyles = makeStyles({
  view: { display: "flex", flexGrow: 1, minWidth: 0, minHeight: 0 },
  reading: { flexGrow: 1, minWidth: 0, display: "flex", flexDirection: "column", borderLeft: `1px solid ${tokens.colorNeutralStroke2}` },
});
