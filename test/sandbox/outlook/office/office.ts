import { type HostFacts, type ItemFacts, isOurs, restId, type ToFrame, type ToPage } from "./messages.ts";

/**
 * `Office` as an add-in finds it, in a frame of the sandbox's Outlook page. Only what the published API has, and of it what the pane
 * uses; typed against it. The page that serves this script is the page that hosts the frame, so its origin is the one to talk to.
 */
const page = new URL((document.currentScript as HTMLScriptElement).src).origin;
const handlers = new Map<string, ((event: unknown) => void)[]>();
const tokens = new Map<number, { readonly resolve: (token: string) => void; readonly reject: (error: unknown) => void }>();
const started = Promise.withResolvers<HostFacts>();
let facts: HostFacts | null = null;
let item: ReturnType<typeof messageRead> | null = null;

globalThis.addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source === globalThis.parent && origin === page && isOurs(data)) hear(data as ToFrame);
});
// Outside any frame there is no Outlook: onReady then tells no host, as the real one does in a browser.
if (globalThis.parent === globalThis.window) started.reject(new Error("No Outlook around."));
else say({ tandemOffice: "hello" });

function hear(message: ToFrame): void {
  switch (message.tandemOffice) {
    case "start":
      facts = message.facts;
      item = message.facts.item && messageRead(message.facts.item);
      started.resolve(message.facts);
      break;
    case "item":
      item = message.item && messageRead(message.item);
      for (let time = 0; time < message.announce; time += 1)
        announce("olkItemSelectedChanged", { type: "olkItemSelectedChanged", initialData: null });
      break;
    case "theme":
      if (facts) facts = { ...facts, theme: message.theme };
      announce("officeThemeChanged", { type: "officeThemeChanged", officeTheme: message.theme });
      break;
    case "token":
      tokens.get(message.request)?.resolve(message.token);
      break;
    case "no-token":
      tokens.get(message.request)?.reject(Object.assign(new Error(message.message), { code: message.code }));
      break;
  }
}

function say(message: ToPage): void {
  globalThis.parent.postMessage(message, page);
}

function announce(type: string, event: unknown): void {
  for (const handler of handlers.get(type) ?? []) handler(event);
}

function messageRead(known: ItemFacts) {
  return {
    itemType: "message" as Office.MailboxEnums.ItemType.Message,
    itemClass: "IPM.Note",
    itemId: known.itemId,
    internetMessageId: known.internetMessageId,
    conversationId: known.conversationId,
    subject: known.subject,
    normalizedSubject: known.subject.replace(/^(?:\w{2,3}:\s*)+/u, ""),
    from: details(known.from),
    sender: details(known.from),
    to: known.to.map(details),
    cc: known.cc.map(details),
    dateTimeCreated: new Date(known.dateTimeCreated),
  } satisfies Partial<Office.MessageRead>;
}

function details(address: ItemFacts["from"]): Office.EmailAddressDetails {
  return {
    ...address,
    recipientType: "externalUser" as Office.MailboxEnums.RecipientType,
    appointmentResponse: "none" as Office.MailboxEnums.ResponseType,
  };
}

/** Up to Mailbox 1.14 and IdentityAPI 1.3; without nested app authentication, so that the pane takes Outlook's own sign-on. */
function isSetSupported(name: string, version = "1.1"): boolean {
  const highest: Readonly<Record<string, number>> = { Mailbox: 14, IdentityAPI: 3, DialogApi: 2 };
  const [major, minor] = version.split(".").map(Number);
  return major === 1 && (minor ?? 0) <= (highest[name] ?? -1);
}

let requests = 0;
const context = {
  get displayLanguage() {
    return facts?.displayLanguage ?? "en-US";
  },
  get officeTheme() {
    return facts?.theme;
  },
  platform: "OfficeOnline",
  diagnostics: { host: "Outlook", platform: "OfficeOnline", version: "16.01" },
  requirements: { isSetSupported },
  mailbox: {
    get item() {
      return item;
    },
    get userProfile() {
      const profile = facts?.profile;
      return {
        displayName: profile?.displayName ?? "",
        emailAddress: profile?.emailAddress ?? "",
        timeZone: profile?.timeZone ?? "UTC",
        accountType: "office365",
      };
    },
    diagnostics: { hostName: "OutlookWebApp", hostVersion: "16.01", OWAView: "ThreeColumns" },
    convertToRestId: restId,
    addHandlerAsync(type: string, handler: (event: unknown) => void, ...more: readonly unknown[]) {
      handlers.set(type, [...(handlers.get(type) ?? []), handler]);
      done(more);
    },
    removeHandlerAsync(type: string, ...more: readonly unknown[]) {
      handlers.delete(type);
      done(more);
    },
  },
  ui: {
    displayDialogAsync(url: string, ...more: readonly unknown[]) {
      // A dialog without messages back: enough to open a sign-in page. Its first address must be the pane's own origin (OA12).
      if (new URL(url).origin !== globalThis.location.origin)
        return done(more, { code: 12_004, name: "Error", message: "The domain of the URL is not trusted." });
      say({ tandemOffice: "dialog", url });
      return done(more);
    },
    closeContainer() {
      return undefined;
    },
  },
};

/** Calls the callback, which is the last of the optional arguments, as the published API does. */
function done(more: readonly unknown[], error?: { readonly code: number; readonly name: string; readonly message: string }): void {
  const callback = more.findLast((one) => typeof one === "function");
  callback?.(error ? { status: "failed", error } : { status: "succeeded", value: undefined });
}

const office = {
  context,
  HostType: { Outlook: "Outlook" },
  PlatformType: { OfficeOnline: "OfficeOnline" },
  EventType: { ItemChanged: "olkItemSelectedChanged", OfficeThemeChanged: "officeThemeChanged" },
  MailboxEnums: { ItemType: { Message: "message", Appointment: "appointment" }, RestVersion: { v2_0: "v2.0" } },
  onReady: async (callback?: (info: unknown) => void) => {
    const info = await started.promise.then(
      () => ({ host: "Outlook", platform: "OfficeOnline" }),
      () => ({ host: null, platform: null }),
    );
    callback?.(info);
    return info;
  },
  auth: {
    getAccessToken: () =>
      new Promise<string>((resolve, reject) => {
        requests += 1;
        tokens.set(requests, { resolve, reject });
        say({ tandemOffice: "token", request: requests });
      }),
  },
};
Object.assign(globalThis, { Office: office });
