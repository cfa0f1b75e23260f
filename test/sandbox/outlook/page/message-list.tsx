import { Caption1, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { AttachRegular } from "@fluentui/react-icons";
import { DRAGGED } from "./folder-list.tsx";
import type { MessageHead } from "./graph.ts";
import type { Listed } from "./use-list.ts";

export interface MessageListProps {
  readonly messages: Listed<MessageHead>;
  readonly open: string | null;
  readonly openMail: (id: string) => void;
}

/** The mails of a folder. Each can be dragged to another one. */
export function MessageList({ messages, open, openMail }: MessageListProps) {
  const styles = useStyles();
  return (
    <section className={styles.list} aria-label="Mails">
      {messages.is === "failed" && <Text>{messages.why}</Text>}
      {messages.is === "found" && messages.items.length === 0 && <Text>Nothing in this folder.</Text>}
      {messages.is === "found" &&
        messages.items.map((message) => (
          <button
            key={message.id}
            type="button"
            draggable
            className={mergeClasses(styles.mail, message.id === open && styles.open)}
            aria-current={message.id === open}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, message.id)}
            onClick={() => openMail(message.id)}
          >
            <Text weight={message.isRead ? "regular" : "semibold"} truncate wrap={false} block>
              {message.from?.emailAddress.name ?? message.from?.emailAddress.address ?? "(no sender)"}
            </Text>
            <Text truncate wrap={false} block>
              {message.hasAttachments && <AttachRegular aria-label="Has attachments" />}{" "}
              {message.subject === null || message.subject === "" ? "(no subject)" : message.subject}
            </Text>
            <Caption1 block className={styles.detail}>
              {new Date(message.receivedDateTime).toLocaleString()}
              {message.categories.length > 0 && ` · ${message.categories.join(", ")}`}
            </Caption1>
          </button>
        ))}
    </section>
  );
}

const useStyles = makeStyles({
  list: {
    width: "280px",
    flexShrink: 0,
    overflowY: "auto",
    display: "flex",
    flexDirection: "column",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  mail: {
    textAlign: "start",
    font: "inherit",
    color: "inherit",
    backgroundColor: "transparent",
    border: "none",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: tokens.spacingHorizontalS,
    cursor: "pointer",
    flexShrink: 0,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  open: { backgroundColor: tokens.colorBrandBackground2 },
  detail: { color: tokens.colorNeutralForeground3, overflow: "hidden", textOverflow: "ellipsis" },
});
