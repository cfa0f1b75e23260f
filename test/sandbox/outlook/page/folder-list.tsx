import { Button, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { type DragEvent, useState } from "react";
import type { MailFolder } from "./graph.ts";
import type { Listed } from "./use-list.ts";

export const DRAGGED = "application/x-tandem-mail";

export interface FolderListProps {
  readonly folders: Listed<MailFolder & { readonly depth: number }>;
  readonly selected: string | null;
  readonly select: (id: string) => void;
  /** A mail was dropped on a folder. */
  readonly drop: (mailId: string, folderId: string) => void;
}

export function FolderList({ folders, selected, select, drop }: FolderListProps) {
  const styles = useStyles();
  const [over, setOver] = useState<string | null>(null);
  const onDragOver = (event: DragEvent, id: string): void => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    setOver(id);
  };
  const onDrop = (event: DragEvent, id: string): void => {
    event.preventDefault();
    setOver(null);
    const mail = event.dataTransfer.getData(DRAGGED);
    if (mail !== "") drop(mail, id);
  };
  return (
    <nav className={styles.list} aria-label="Folders">
      {folders.is === "failed" && <Text>{folders.why}</Text>}
      {folders.is === "found" &&
        folders.items.map((folder) => (
          <Button
            key={folder.id}
            appearance={folder.id === selected ? "primary" : "subtle"}
            className={mergeClasses(styles.folder, folder.id === over && styles.over)}
            style={{ paddingInlineStart: 12 + folder.depth * 16 }}
            aria-current={folder.id === selected}
            onClick={() => select(folder.id)}
            onDragOver={(event) => onDragOver(event, folder.id)}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => onDrop(event, folder.id)}
          >
            {folder.displayName}
            {folder.totalItemCount > 0 ? ` (${folder.totalItemCount})` : ""}
          </Button>
        ))}
    </nav>
  );
}

const useStyles = makeStyles({
  list: { width: "210px", flexShrink: 0, overflowY: "auto", display: "flex", flexDirection: "column", padding: tokens.spacingHorizontalXS },
  folder: { justifyContent: "flex-start", fontWeight: tokens.fontWeightRegular, flexShrink: 0 },
  over: { outline: `2px dashed ${tokens.colorBrandStroke1}` },
});
