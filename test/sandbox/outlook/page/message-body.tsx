import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import type { Attachment, Graph, Message } from "./graph.ts";
import { mailDocument, textDocument } from "./mail-html.ts";

/** A mail's text: cleaned, then shown in a frame in which nothing can run and from which nothing can be fetched. Remote images stay off. */
export function MessageBody({
  graph,
  message,
  inline,
}: {
  readonly graph: Graph;
  readonly message: Message;
  readonly inline: readonly Attachment[];
}) {
  const styles = useStyles();
  const images = useImages(graph, message.id, inline);
  const text = useMemo(
    () =>
      message.body.contentType.toLowerCase() === "html" ? mailDocument(message.body.content, images) : textDocument(message.body.content),
    [message.body, images],
  );
  return <iframe title="Text of the mail" className={styles.body} sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={text} />;
}

/** The images that stand in the text, as `data:` addresses by content id. */
function useImages(graph: Graph, messageId: string, inline: readonly Attachment[]): ReadonlyMap<string, string> {
  const [images, setImages] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let wanted = true;
    const shown = inline.filter((attachment) => /^image\/(?:png|jpe?g|gif|webp)$/iu.test(attachment.contentType ?? ""));
    void Promise.all(
      shown.map(async (attachment) => {
        const whole = await graph.ask<{ readonly contentId?: string; readonly contentBytes?: string; readonly contentType: string }>(
          "GET",
          `/messages/${messageId}/attachments/${attachment.id}`,
        );
        return [whole.contentId ?? "", `data:${whole.contentType};base64,${whole.contentBytes ?? ""}`] as const;
      }),
    ).then(
      (pairs) => wanted && pairs.length > 0 && setImages(new Map(pairs)),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [graph, messageId, inline]);
  return images;
}

const useStyles = makeStyles({
  body: {
    flexGrow: 1,
    minHeight: "200px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    marginTop: tokens.spacingVerticalS,
    backgroundColor: "#ffffff",
  },
});
