import { useEffect, useState } from "react";
import { type OpenItem, type OpenMeeting, sameMail } from "./open-mail.ts";
import type { Outlook } from "./outlook.ts";

/** An empty item is looked at again after these pauses: Outlook announces a change before the item is there (OA7). */
const AGAIN_AFTER_MS = [150, 500, 1_500];

/**
 * What is open, read again whenever Outlook announces something, and when the pane is looked at again, because announcements go
 * missing. A doubled announcement changes nothing; a mail that only moved keeps its place and takes its new id. Null until Outlook
 * has answered for the first time.
 */
export function useOpenItem(outlook: Outlook): OpenItem | null {
  const [item, setItem] = useState<OpenItem | null>(null);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let latest = 0;
    let wanted = true;
    const look = async (tries: number): Promise<void> => {
      clearTimeout(waiting);
      const mine = ++latest;
      const now = await outlook.openItem();
      if (!wanted || mine !== latest) return;
      const pause = AGAIN_AFTER_MS[tries];
      if (now.is === "none" && pause !== undefined) waiting = setTimeout(() => void look(tries + 1), pause);
      // What was shown stays until it is sure that nothing is open.
      const sure = now.is !== "none" || tries >= AGAIN_AFTER_MS.length - 1;
      setItem((shown) => (shown !== null && (!sure || alike(shown, now)) ? shown : now));
    };
    const lookAgain = (): void => void look(0);
    const stop = outlook.onAnnounced(lookAgain);
    globalThis.addEventListener("focus", lookAgain);
    document.addEventListener("visibilitychange", lookAgain);
    lookAgain();
    return () => {
      stop();
      wanted = false;
      clearTimeout(waiting);
      globalThis.removeEventListener("focus", lookAgain);
      document.removeEventListener("visibilitychange", lookAgain);
    };
  }, [outlook]);
  return item;
}

function alike(shown: OpenItem, now: OpenItem): boolean {
  if (shown.is === "mail" && now.is === "mail") return sameMail(shown.mail, now.mail) && shown.mail.restId === now.mail.restId;
  if (shown.is === "meeting" && now.is === "meeting") return sameMeeting(shown.meeting, now.meeting);
  if (shown.is === "draft" && now.is === "draft") return shown.draft.key === now.draft.key;
  if (shown.is === "unsupported" && now.is === "unsupported") return shown.why === now.why;
  return shown.is === now.is;
}

/** Its organizer may rename it while it is shown. */
function sameMeeting(shown: OpenMeeting, now: OpenMeeting): boolean {
  return shown.restId === now.restId && shown.subject === now.subject;
}
