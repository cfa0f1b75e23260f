import { context, json, ok, type MailboxCall } from "../call.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { always, complex, listOf, number, oneOf, readBody, readOnly, text, type Shape } from "../shapes/shape.ts";
import { dateTimeTimeZone } from "../shapes/message-shape.ts";
import { MAIN_ZONES, windowsOfIana } from "../windows-zones.ts";
import type { Fields } from "../stored.ts";

const day = oneOf("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
const change = { time: text, dayOccurrence: number, dayOfWeek: day, month: number, year: number };
/** A zone by name, or one that somebody made up, by its rules. */
const timeZone = complex({
  name: text,
  bias: number,
  standardOffset: complex(change),
  daylightOffset: complex({ ...change, daylightBias: number }),
});

const settingsShape: Shape = {
  typeName: "mailboxSettings",
  properties: {
    archiveFolder: readOnly(text),
    timeZone: always(text),
    dateFormat: always(text),
    timeFormat: always(text),
    delegateMeetingMessageDeliveryOptions: always(
      oneOf("sendToDelegateAndInformationToPrincipal", "sendToDelegateAndPrincipal", "sendToDelegateOnly"),
    ),
    language: always(complex({ locale: text, displayName: text })),
    workingHours: always(complex({ daysOfWeek: listOf(day), startTime: text, endTime: text, timeZone })),
    automaticRepliesSetting: always(
      complex({
        status: oneOf("disabled", "alwaysEnabled", "scheduled"),
        externalAudience: oneOf("none", "contactsOnly", "all"),
        scheduledStartDateTime: dateTimeTimeZone,
        scheduledEndDateTime: dateTimeTimeZone,
        internalReplyMessage: text,
        externalReplyMessage: text,
      }),
    ),
    userPurpose: readOnly(text),
  },
  navigations: [],
};

export const mailboxSettingsRoutes: readonly Route[] = [
  inMailbox("GET", "mailboxSettings", "MailboxSettings.Read", (call) =>
    ok({ "@odata.context": context(call, `users('${call.user.id}')/mailboxSettings`), ...settings(call) }),
  ),
  inMailbox("PATCH", "mailboxSettings", "MailboxSettings.ReadWrite", (call) => {
    const sent = readBody(settingsShape, json(call), { creating: false, draft: false });
    const held = settings(call);
    const merged = Object.entries(sent).map(([name, value]) => [name, merge(held[name], value)] as const);
    call.mailbox.changeSettings({ ...call.mailbox.settings, ...Object.fromEntries(merged) });
    return ok({ "@odata.context": context(call, `users('${call.user.id}')/mailboxSettings`), ...settings(call) });
  }),
  inMailbox("GET", "outlook/supportedTimeZones", "User.Read", (call) => {
    const isIana = /timeZoneStandard(?:'|%27)iana/iu.test(call.request.path);
    const names = isIana ? Intl.supportedValuesOf("timeZone") : MAIN_ZONES.map(windowsOfIana);
    const value = names.map((name) => ({ alias: name, displayName: name }));
    return ok({ "@odata.context": context(call, "Collection(microsoft.graph.timeZoneInformation)"), value });
  }),
  ...["userPurpose", "timeZone", "dateFormat", "timeFormat"].map((name) =>
    inMailbox("GET", `mailboxSettings/${name}`, "MailboxSettings.Read", (call) =>
      ok({ "@odata.context": context(call, `users('${call.user.id}')/mailboxSettings/${name}`), value: settings(call)[name] }),
    ),
  ),
  ...["automaticRepliesSetting", "language", "workingHours"].map((name) =>
    inMailbox("GET", `mailboxSettings/${name}`, "MailboxSettings.Read", (call) =>
      ok({ "@odata.context": context(call, `users('${call.user.id}')/mailboxSettings/${name}`), ...(settings(call)[name] as Fields) }),
    ),
  ),
];

/** What is not sent of a complex setting stays; its lists and zones are replaced whole. */
function merge(held: unknown, sent: unknown): unknown {
  const isComplex = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
  return isComplex(held) && isComplex(sent) ? { ...held, ...sent } : sent;
}

export function settings(call: MailboxCall): Record<string, unknown> {
  return {
    archiveFolder: call.mailbox.standard("archive").id,
    timeZone: "UTC",
    delegateMeetingMessageDeliveryOptions: "sendToDelegateOnly",
    dateFormat: "dd/MM/yyyy",
    timeFormat: "HH:mm",
    userPurpose: call.user.userPurpose,
    automaticRepliesSetting: {
      status: "disabled",
      externalAudience: "all",
      scheduledStartDateTime: { dateTime: "2026-01-01T09:00:00.0000000", timeZone: "UTC" },
      scheduledEndDateTime: { dateTime: "2026-01-02T09:00:00.0000000", timeZone: "UTC" },
      internalReplyMessage: "",
      externalReplyMessage: "",
    },
    language: { locale: "en-GB", displayName: "English (United Kingdom)" },
    workingHours: {
      daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"],
      startTime: "09:00:00.0000000",
      endTime: "17:00:00.0000000",
      timeZone: { name: "UTC" },
    },
    ...call.mailbox.settings,
  };
}
