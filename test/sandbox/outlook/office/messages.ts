/** What the Outlook page and the Office in the pane's frame say to each other. Both check from whom it comes. */

export interface Address {
  readonly displayName: string;
  readonly emailAddress: string;
}

/** The open mail as Outlook gives it to add-ins. */
export interface ItemFacts {
  /** In the alphabet of EWS. */
  readonly itemId: string;
  readonly internetMessageId: string;
  readonly conversationId: string;
  readonly subject: string;
  readonly from: Address;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly dateTimeCreated: string;
}

export interface HostFacts {
  readonly profile: { readonly displayName: string; readonly emailAddress: string; readonly timeZone: string };
  readonly theme: Office.OfficeTheme;
  readonly displayLanguage: string;
  readonly item: ItemFacts | null;
}

/** From the pane's frame to the page. */
export type ToPage =
  | { readonly tandemOffice: "hello" }
  | { readonly tandemOffice: "token"; readonly request: number }
  | { readonly tandemOffice: "dialog"; readonly url: string };

/** From the page to the pane's frame. */
export type ToFrame =
  | { readonly tandemOffice: "start"; readonly facts: HostFacts }
  /** The new item, and how many times ItemChanged is to be announced. */
  | { readonly tandemOffice: "item"; readonly item: ItemFacts | null; readonly announce: number }
  | { readonly tandemOffice: "theme"; readonly theme: Office.OfficeTheme }
  | { readonly tandemOffice: "token"; readonly request: number; readonly token: string }
  | { readonly tandemOffice: "no-token"; readonly request: number; readonly code: number; readonly message: string };

export function isOurs(data: unknown): data is { readonly tandemOffice: string } {
  return typeof data === "object" && data !== null && "tandemOffice" in data && typeof data.tandemOffice === "string";
}

/** Graph's ids are safe in addresses; those of EWS, which add-ins see, are not (OA4, OA5). */
export const ewsId = (restId: string): string => restId.replaceAll("-", "/").replaceAll("_", "+");
export const restId = (itemId: string): string => itemId.replaceAll("/", "-").replaceAll("+", "_");
