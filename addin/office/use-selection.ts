import { useEffect, useState } from "react";
import type { OpenMail } from "./open-mail.ts";
import type { Outlook } from "./outlook.ts";

/** The mails selected in the list, when they are several; none where Outlook does not tell. */
export function useSelection(outlook: Outlook): readonly OpenMail[] {
  const [mails, setMails] = useState<readonly OpenMail[]>([]);
  useEffect(() => {
    let latest = 0;
    let wanted = true;
    const look = (): void => {
      const mine = ++latest;
      void outlook.selection().then((selected) => {
        if (!wanted || mine !== latest) return;
        const several = selected.length > 1 ? selected : [];
        setMails((shown) => (keysOf(shown) === keysOf(several) ? shown : several));
      });
    };
    const stops = [outlook.onSelected(look), outlook.onAnnounced(look)];
    look();
    return () => {
      wanted = false;
      for (const stop of stops) stop();
    };
  }, [outlook]);
  return mails;
}

/** By which a selection is the same, whatever was moved meanwhile. */
export function keysOf(mails: readonly OpenMail[]): string {
  return mails.map((mail) => mail.internetMessageId ?? mail.restId).join("\n");
}
