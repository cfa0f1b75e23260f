import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Subtitle1,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import { CategoryMenu } from "./category-menu.tsx";
import type { Attachment, EmailAddress, Graph, MailFolder, Message } from "./graph.ts";
import { MessageBody } from "./message-body.tsx";

export interface ReadingPaneProps {
  readonly graph: Graph;
  readonly message: Message;
  readonly folders: readonly (MailFolder & { readonly depth: number })[];
  readonly move: (id: string, folderId: string) => void;
  readonly setCategories: (id: string, categories: readonly string[]) => void;
}

export function ReadingPane({ graph, message, folders, move, setCategories }: ReadingPaneProps) {
  const styles = useStyles();
  const [attachments, setAttachments] = useState<readonly Attachment[]>([]);
  useEffect(() => {
    let wanted = true;
    graph.attachments(message.id).then(
      (found) => wanted && setAttachments(found),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [graph, message.id]);
  const inline = useMemo(() => attachments.filter((attachment) => attachment.isInline), [attachments]);
  return (
    <article className={styles.article} aria-label="Open mail">
      <div className={styles.toolbar}>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small">Move to…</Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {folders
                .filter((folder) => folder.id !== message.parentFolderId)
                .map((folder) => (
                  <MenuItem key={folder.id} onClick={() => move(message.id, folder.id)}>
                    {folder.displayName}
                  </MenuItem>
                ))}
            </MenuList>
          </MenuPopover>
        </Menu>
        <CategoryMenu graph={graph} set={message.categories} change={(categories) => setCategories(message.id, categories)} />
        {message.categories.map((category) => (
          <Badge key={category} appearance="outline">
            {category}
          </Badge>
        ))}
      </div>
      <Subtitle1 as="h2" className={styles.subject}>
        {message.subject === null || message.subject === "" ? "(no subject)" : message.subject}
      </Subtitle1>
      <Text block>From: {people(message.from ? [message.from] : [])}</Text>
      <Caption1 block>To: {people(message.toRecipients)}</Caption1>
      {message.ccRecipients.length > 0 && <Caption1 block>Cc: {people(message.ccRecipients)}</Caption1>}
      <Caption1 block>{new Date(message.receivedDateTime).toLocaleString()}</Caption1>
      <Files graph={graph} messageId={message.id} files={attachments.filter((attachment) => !attachment.isInline)} />
      <MessageBody graph={graph} message={message} inline={inline} />
    </article>
  );
}

function Files({ graph, messageId, files }: { readonly graph: Graph; readonly messageId: string; readonly files: readonly Attachment[] }) {
  const styles = useStyles();
  if (files.length === 0) return null;
  const download = async (file: Attachment): Promise<void> => {
    const address = URL.createObjectURL(await graph.download(messageId, file));
    const link = Object.assign(document.createElement("a"), { href: address, download: file.name });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <ul className={styles.files} aria-label="Attachments">
      {files.map((file) => (
        <li key={file.id}>
          <Button size="small" onClick={() => void download(file)}>
            {file.name}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function people(addresses: readonly EmailAddress[]): string {
  return addresses
    .map(({ emailAddress }) =>
      emailAddress.name && emailAddress.name !== emailAddress.address
        ? `${emailAddress.name} <${emailAddress.address ?? ""}>`
        : (emailAddress.address ?? ""),
    )
    .join("; ");
}

const useStyles = makeStyles({
  article: { display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0, minWidth: 0, padding: tokens.spacingHorizontalM },
  toolbar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
    paddingBottom: tokens.spacingVerticalS,
  },
  subject: { margin: 0, overflowWrap: "anywhere" },
  files: {
    listStyleType: "none",
    margin: 0,
    padding: `${tokens.spacingVerticalS} 0`,
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
  },
});
