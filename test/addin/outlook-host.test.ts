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

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("what is open", () => {
  it("OA4: is known by Graph's own id and by the message id", () => {
    useOffice({ item: MESSAGE });
    expect(outlookHost().openItem()).toEqual({
      is: "mail",
      mail: {
        restId: "AA-Mk_1",
        internetMessageId: "<1@harborlight.example>",
        subject: "Deck lights",
        from: { name: "Nora Haugen", address: "nora.haugen@harborlight.example" },
      },
    });
  });

  it("OA5: on phones ids are taken as they are, as there is nothing to convert them with", () => {
    useOffice({ item: { ...MESSAGE, itemId: "AA-Mk_1" }, phone: true });
    expect(outlookHost().openItem()).toMatchObject({ mail: { restId: "AA-Mk_1" } });
  });

  it("OA7: may be nothing", () => {
    useOffice({ item: null });
    expect(outlookHost().openItem()).toEqual({ is: "none" });
  });

  it("OA8: a mail that is being written is no mail to be read", () => {
    useOffice({ item: { itemType: "message", subject: { getAsync: () => undefined } } });
    expect(outlookHost().openItem().is).toBe("unsupported");
  });

  it("a saved meeting is known by Graph's own id; one that is being written has none yet", () => {
    useOffice({ item: { itemType: "appointment", itemId: "a/b", subject: "Visit" } });
    expect(outlookHost().openItem()).toEqual({ is: "meeting", meeting: { restId: "a-b", subject: "Visit" } });
    useOffice({ item: { itemType: "appointment" } });
    expect(outlookHost().openItem().is).toBe("unsupported");
  });

  it("a mail without a message id is known without one", () => {
    useOffice({ item: { ...MESSAGE, internetMessageId: "" } });
    expect(outlookHost().openItem()).toMatchObject({ mail: { internetMessageId: null } });
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
