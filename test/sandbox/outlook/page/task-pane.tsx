import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import { localeOf } from "../../../../addin/components/wording.ts";
import type { Message } from "./graph.ts";
import type { Owner } from "./owner.ts";
import { type Announcement, OutlookFrame } from "./outlook-frame.ts";

export interface TaskPaneProps {
  readonly paneUrl: string;
  readonly owner: Owner;
  readonly token: () => Promise<string>;
  readonly open: Message | null;
  readonly how: Announcement;
  readonly dark: boolean;
}

const COLOURS = { light: ["#ffffff", "#242424"], dark: ["#292929", "#ffffff"] } as const;

/** Tandem's pane, 320 pixels wide, in a frame with the rights that Outlook on the web gives it. */
export function TaskPane({ paneUrl, owner, token, open, how, dark }: TaskPaneProps) {
  const styles = useStyles();
  const element = useRef<HTMLIFrameElement>(null);
  const giveToken = useRef(token);
  const [frame, setFrame] = useState<OutlookFrame | null>(null);
  useEffect(() => {
    giveToken.current = token;
  });
  useEffect(() => {
    if (!element.current) return;
    const made = new OutlookFrame({
      frame: element.current,
      paneOrigin: new URL(paneUrl).origin,
      facts: { profile: { ...owner, timeZone: "UTC" }, theme: themeOf(false), displayLanguage: localeOf(navigator.language) },
      token: () => giveToken.current(),
    });
    element.current.src = paneUrl;
    setFrame(made);
    return () => made.close();
  }, [paneUrl, owner]);
  useEffect(() => frame?.open(open, how), [frame, open, how]);
  useEffect(() => frame?.show(themeOf(dark)), [frame, dark]);
  return (
    <aside className={styles.pane} aria-label="Tandem">
      <iframe
        ref={element}
        title="Tandem"
        className={styles.frame}
        sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads"
      />
    </aside>
  );
}

function themeOf(dark: boolean): Office.OfficeTheme {
  const [background, foreground] = dark ? COLOURS.dark : COLOURS.light;
  return {
    bodyBackgroundColor: background,
    bodyForegroundColor: foreground,
    controlBackgroundColor: background,
    controlForegroundColor: foreground,
  } as Office.OfficeTheme;
}

const useStyles = makeStyles({
  pane: { width: "320px", flexShrink: 0, borderLeft: `1px solid ${tokens.colorNeutralStroke1}` },
  frame: { width: "320px", height: "100%", border: "none", display: "block" },
});
