import { afterEach, describe, expect, it, vi } from "vitest";
import { outlookHost } from "../../addin/office/outlook-host.ts";
import { outlookSignIn } from "../../addin/office/sign-in.ts";
import { type Hosting, startOutlook } from "../../addin/office/start-outlook.ts";

interface FakeOffice {
  readonly item?: object | null;
  readonly sets?: readonly string[];
  readonly phone?: boolean;
  readonly getAccessToken?: () => Promise<string>;
  readonly onReady?: () => Promise<{ readonly host: string | null }>;
}

/** Office as one client has it; what is not given is what Outlook on the web has. */
function useOffice(fake: FakeOffice): { readonly handlers: Map<string, (event?: unknown) => void> } {
  const handlers = new Map<string, (event?: unknown) => void>();
  vi.stubGlobal("Office", {
    HostType: { Outlook: "Outlook" },
    EventType: { ItemChanged: "olkItemSelectedChanged", OfficeThemeChanged: "officeThemeChanged" },
    AsyncResultStatus: { Succeeded: "succeeded" },
    MailboxEnums: { ItemType: { Message: "message" }, RestVersion: { v2_0: "v2.0" } },
    onReady: fake.onReady ?? (async () => ({ host: "Outlook" })),
    auth: { getAccessToken: fake.getAccessToken ?? (async () => "outlook-token") },
    context: {
      displayLanguage: "de-DE",
      officeTheme: fake.phone ? undefined : { bodyBackgroundColor: "#ffffff" },
      requirements: { isSetSupported: (name: string, version: string) => (fake.sets ?? ["Mailbox 1.14"]).includes(`${name} ${version}`) },
      mailbox: {
        item: fake.item,
        userProfile: { displayName: "Ben Okafor", emailAddress: "ben.okafor@example.com" },
        addHandlerAsync: (type: string, handler: (event?: unknown) => void) => handlers.set(type, handler),
        ...(fake.phone ? {} : { convertToRestId: (id: string) => id.replaceAll("/", "-").replaceAll("+", "_") }),
      },
    },
  });
  return { handlers };
}

const MESSAGE = {
  itemType: "message",
  itemId: "AA/Mk+1",
  internetMessageId: "<1@harborlight.example>",
  subject: "Deck lights",
  from: { displayName: "Nora Haugen", emailAddress: "nora.haugen@harborlight.example" },
};

type Answer = (callback: (result: object) => void) => void;
const answers =
  (value: string): Answer =>
  (callback) =>
    callback({ status: "succeeded", value });
const fails =
  (name: string): Answer =>
  (callback) =>
    callback({ status: "failed", error: { name } });

/** An appointment as its organizer has it open: it can be saved, as a mail that is being written can. */
const ownMeeting = (getItemIdAsync: Answer, getAsync: Answer) => ({
  itemType: "appointment",
  subject: { getAsync },
  getItemIdAsync,
  saveAsync: answers("never"),
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("what is open", () => {
  it("OA4: is known by Graph's own id and by the message id", async () => {
    useOffice({ item: MESSAGE });
    expect(await outlookHost().openItem()).toEqual({
      is: "mail",
      mail: {
        restId: "AA-Mk_1",
        internetMessageId: "<1@harborlight.example>",
        subject: "Deck lights",
        from: { name: "Nora Haugen", address: "nora.haugen@harborlight.example" },
      },
    });
  });

  it("OA5: on phones ids are taken as they are, as there is nothing to convert them with", async () => {
    useOffice({ item: { ...MESSAGE, itemId: "AA-Mk_1" }, phone: true });
    expect(await outlookHost().openItem()).toMatchObject({ mail: { restId: "AA-Mk_1" } });
  });

  it("OA7: may be nothing", async () => {
    useOffice({ item: null });
    expect(await outlookHost().openItem()).toEqual({ is: "none" });
  });

  it("OA8: a mail that is being written is no mail to be read", async () => {
    useOffice({ item: { itemType: "message", subject: { getAsync: () => undefined } } });
    expect((await outlookHost().openItem()).is).toBe("unsupported");
  });

  it("a meeting of somebody else is known by Graph's own id", async () => {
    useOffice({ item: { itemType: "appointment", itemId: "a/b", subject: "Visit" } });
    expect(await outlookHost().openItem()).toEqual({ is: "meeting", meeting: { restId: "a-b", subject: "Visit" } });
  });

  it("P5, OA8: a meeting that its organizer has open is known by the id that Outlook tells, and is no draft of a mail", async () => {
    useOffice({ item: ownMeeting(answers("a/b"), answers("Visit")) });
    expect(await outlookHost().openItem()).toEqual({ is: "meeting", meeting: { restId: "a-b", subject: "Visit" } });
  });

  it("a meeting whose subject Outlook does not tell is known without one", async () => {
    useOffice({ item: ownMeeting(answers("a/b"), fails("InternalServerError")) });
    expect(await outlookHost().openItem()).toEqual({ is: "meeting", meeting: { restId: "a-b", subject: "" } });
  });

  it.each([
    ["that was never saved has to be saved first", ownMeeting(fails("ItemNotSaved"), answers("Visit")), "Save this meeting first"],
    ["has to be saved first where Outlook tells an empty id", ownMeeting(answers(""), answers("Visit")), "Save this meeting first"],
    ["is not told of before Mailbox 1.8", { itemType: "appointment" }, "This Outlook does not tell which of your own meetings is open."],
  ])("OA8: a meeting of one's own %s", async (_, item, why) => {
    useOffice({ item });
    expect(await outlookHost().openItem()).toEqual({ is: "unsupported", why: expect.stringContaining(why) });
  });

  it("a mail without a message id is known without one", async () => {
    useOffice({ item: { ...MESSAGE, internetMessageId: "" } });
    expect(await outlookHost().openItem()).toMatchObject({ mail: { internetMessageId: null } });
  });
});

describe("the colours", () => {
  it("come from the event, as Office itself may still hold the old ones", () => {
    const { handlers } = useOffice({ item: null });
    const outlook = outlookHost();
    const heard = vi.fn();
    outlook.onThemeChanged(heard);
    handlers.get("officeThemeChanged")?.({ officeTheme: { bodyBackgroundColor: "#000000" } });
    expect(heard).toHaveBeenCalledOnce();
    expect(outlook.background()).toBe("#000000");
  });

  it("are unknown on phones, which have no such event either", () => {
    const { handlers } = useOffice({ item: null, phone: true, sets: [] });
    expect(outlookHost().background()).toBeNull();
    expect(handlers.has("officeThemeChanged")).toBe(false);
  });
});

describe("the start", () => {
  const told = async (): Promise<readonly Hosting[]> => {
    const all: Hosting[] = [];
    startOutlook((hosting) => all.push(hosting));
    await vi.advanceTimersByTimeAsync(11_000);
    return all;
  };

  it("ends in Outlook", async () => {
    vi.useFakeTimers();
    useOffice({ item: null });
    expect((await told()).map(({ is }) => is)).toEqual(["starting", "outlook"]);
  });

  it("in a browser, where Office names no host, ends elsewhere", async () => {
    vi.useFakeTimers();
    useOffice({ onReady: async () => ({ host: null }) });
    expect((await told()).map(({ is }) => is)).toEqual(["starting", "elsewhere"]);
  });

  it("without Office at all ends elsewhere at once", async () => {
    vi.useFakeTimers();
    expect((await told()).map(({ is }) => is)).toEqual(["elsewhere"]);
  });

  it("says after ten seconds that Outlook did not answer, and still takes a later answer", async () => {
    vi.useFakeTimers();
    const ready = Promise.withResolvers<{ host: string }>();
    useOffice({ item: null, onReady: () => ready.promise });
    const all: Hosting[] = [];
    startOutlook((hosting) => all.push(hosting));
    await vi.advanceTimersByTimeAsync(10_000);
    ready.resolve({ host: "Outlook" });
    await vi.advanceTimersByTimeAsync(1);
    expect(all.map(({ is }) => is)).toEqual(["starting", "silent", "outlook"]);
  });
});

describe("signing in", () => {
  const settings = { clientId: "c", tenantId: "t", authority: "https://login.microsoftonline.com/t", apiScope: "api://c/access_as_user" };

  it("takes Outlook's own token where there is no nested app authentication", async () => {
    useOffice({ item: null });
    expect(await outlookSignIn(settings).token()).toBe("outlook-token");
  });

  it("says in a sentence why it did not work, as Office's own errors are no Errors", async () => {
    useOffice({
      item: null,
      getAccessToken: async () => {
        throw { code: 13_001, message: "The user is not signed into Office." };
      },
    });
    await expect(outlookSignIn(settings).token()).rejects.toThrow("Microsoft did not sign you in: The user is not signed into Office.");
  });

  it("OA10: asks for our service's own scope, silently first and by a window only when that is needed", async () => {
    useOffice({ item: null, sets: ["NestedAppAuth 1.1"] });
    class InteractionRequiredAuthError extends Error {}
    const asked: unknown[] = [];
    vi.doMock("@azure/msal-browser", () => ({
      InteractionRequiredAuthError,
      createNestablePublicClientApplication: async (configuration: unknown) => {
        asked.push(configuration);
        return {
          acquireTokenSilent: async () => {
            throw new InteractionRequiredAuthError("consent");
          },
          acquireTokenPopup: async (request: unknown) => {
            asked.push(request);
            return { accessToken: "nested-token" };
          },
        };
      },
    }));
    expect(await outlookSignIn(settings).token()).toBe("nested-token");
    expect(asked).toEqual([
      { auth: { clientId: "c", authority: settings.authority }, cache: { cacheLocation: "memoryStorage" } },
      { scopes: [settings.apiScope], loginHint: "ben.okafor@example.com" },
    ]);
    vi.doUnmock("@azure/msal-browser");
  });
});
