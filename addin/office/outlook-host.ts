import type { OpenDraft, OpenItem, OpenMail } from "./open-mail.ts";
import type { Outlook } from "./outlook.ts";

/** Outlook as Office presents it. Call after `Office.onReady`. */
export function outlookHost(): Outlook {
  const context = Office.context;
  const profile = context.mailbox.userProfile;
  const announced = new Set<() => void>();
  const themed = new Set<() => void>();
  let background = context.officeTheme?.bodyBackgroundColor ?? null;

  context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => tell(announced));
  if (context.requirements.isSetSupported("Mailbox", "1.14")) {
    // The event carries the new colours; Office.context may still hold the old ones (office-js issue 6912).
    context.mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged, (event?: { officeTheme?: Office.OfficeTheme }) => {
      background = event?.officeTheme?.bodyBackgroundColor ?? context.officeTheme?.bodyBackgroundColor ?? null;
      tell(themed);
    });
  }
  const selected = new Set<() => void>();
  if (tellsSelection(context)) context.mailbox.addHandlerAsync(Office.EventType.SelectedItemsChanged, () => tell(selected));
  return {
    selection: () => (tellsSelection(context) ? selection(context.mailbox) : Promise.resolve([])),
    onSelected: (listener) => subscribe(selected, listener),
    owner: { name: profile.displayName, address: profile.emailAddress },
    locale: context.displayLanguage,
    openItem: () => openItem(context.mailbox.item),
    onAnnounced: (listener) => subscribe(announced, listener),
    background: () => background,
    onThemeChanged: (listener) => subscribe(themed, listener),
  };
}

async function openItem(item: Office.Mailbox["item"]): Promise<OpenItem> {
  if (!item) return { is: "none" };
  if (item.itemType !== Office.MailboxEnums.ItemType.Message) {
    // The organizer has a meeting open to write it: its members are objects with getAsync, like those of a mail (OA8).
    if (typeof item.itemId !== "string" || item.itemId === "") return ownMeeting(item as unknown as Office.AppointmentCompose);
    return { is: "meeting", meeting: { restId: restId(item.itemId), subject: typeof item.subject === "string" ? item.subject : "" } };
  }
  // A message that is being written has no id in this sense; its members are objects with getAsync (OA8).
  if (typeof item.itemId !== "string" || item.itemId === "") {
    const written: { readonly saveAsync?: unknown } = item;
    if (typeof written.saveAsync === "function") return { is: "draft", draft: openDraft(item as unknown as Office.MessageCompose) };
    return { is: "unsupported", why: "A mail can be filed when it has been sent. Open it in Sent Items." };
  }
  const mail: OpenMail = {
    restId: restId(item.itemId),
    internetMessageId: item.internetMessageId === "" ? null : (item.internetMessageId ?? null),
    subject: typeof item.subject === "string" ? item.subject : "",
    from: item.from ? { name: item.from.displayName, address: item.from.emailAddress } : null,
  };
  return { is: "mail", mail };
}

/** `getItemIdAsync` is there since Mailbox 1.8, and fails while nothing was saved. */
async function ownMeeting(item: Office.AppointmentCompose): Promise<OpenItem> {
  const told: Partial<Office.AppointmentCompose> = item;
  if (typeof told.getItemIdAsync !== "function") {
    return { is: "unsupported", why: "This Outlook does not tell which of your own meetings is open. Newer ones do." };
  }
  const itemId = await answerTo<string>((callback) => item.getItemIdAsync(callback));
  if (itemId === null || itemId === "") {
    return { is: "unsupported", why: "Save this meeting first; then come back to this pane, and it shows what Salesforce has of it." };
  }
  const subject = await answerTo<string>((callback) => item.subject.getAsync(callback));
  return { is: "meeting", meeting: { restId: restId(itemId), subject: subject ?? "" } };
}

/** What Outlook answers; null when it fails. */
function answerTo<T>(ask: (callback: (result: Office.AsyncResult<T>) => void) => void): Promise<T | null> {
  return new Promise((resolve) => {
    ask(({ status, value }) => resolve(status === Office.AsyncResultStatus.Succeeded ? value : null));
  });
}

function openDraft(item: Office.MessageCompose): OpenDraft {
  return {
    key: item.conversationId ?? "",
    save: () =>
      new Promise((resolve, reject) => {
        item.saveAsync(({ status, value, error }) => {
          if (status !== Office.AsyncResultStatus.Succeeded) return reject(new Error(`Outlook did not save the mail: ${error.message}`));
          resolve({ restId: restId(value), internetMessageId: null, subject: "", from: null });
        });
      }),
  };
}

/** Since Mailbox 1.13; not on phones. */
function tellsSelection({ requirements, mailbox }: Pick<Office.Context, "requirements" | "mailbox">): boolean {
  const told: Partial<Office.Mailbox> = mailbox;
  return requirements.isSetSupported("Mailbox", "1.13") && typeof told.getSelectedItemsAsync === "function";
}

/** Failing to tell is like nothing selected: the open mail is shown. */
function selection(mailbox: Office.Mailbox): Promise<readonly OpenMail[]> {
  return new Promise((resolve) => {
    mailbox.getSelectedItemsAsync(({ status, value }) => {
      if (status !== Office.AsyncResultStatus.Succeeded) return resolve([]);
      const mails = value.filter(({ itemType }) => itemType === Office.MailboxEnums.ItemType.Message);
      resolve(
        mails.map(({ itemId, internetMessageId, subject }) => ({
          restId: restId(itemId),
          internetMessageId: internetMessageId === "" ? null : (internetMessageId ?? null),
          subject: subject ?? "",
          from: null,
        })),
      );
    });
  });
}

/** Phones have no `convertToRestId`: their ids are in that alphabet already (OA5). */
function restId(itemId: string): string {
  const mailbox: Partial<Office.Mailbox> = Office.context.mailbox;
  if (typeof mailbox.convertToRestId !== "function") return itemId;
  return Office.context.mailbox.convertToRestId(itemId, Office.MailboxEnums.RestVersion.v2_0);
}

function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
