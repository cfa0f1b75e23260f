import { context, json, ok, type MailboxCall } from "../call.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { always, complex, oneOf, readBody, readOnly, text, texts, type Shape } from "../shapes/shape.ts";
import { dateTimeTimeZone } from "../shapes/message-shape.ts";
import type { Fields } from "../stored.ts";

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
    workingHours: always(complex({ daysOfWeek: texts, startTime: text, endTime: text, timeZone: complex({ name: text }) })),
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
    call.mailbox.changeSettings({ ...call.mailbox.settings, ...sent });
    return ok({ "@odata.context": context(call, `users('${call.user.id}')/mailboxSettings`), ...settings(call) });
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

export function settings(call: MailboxCall): Record<string, unknown> {
  return {
    archiveFolder: call.mailbox.standard("archive").id,
    timeZone: "UTC",
    delegateMeetingMessageDeliveryOptions: "sendToDelegateOnly",
    dateFormat: "dd/MM/yyyy",
    timeFormat: "HH:mm",
    userPurpose: call.user.userPurpose,
    automaticRepliesSetting: { status: "disabled", externalAudience: "all", internalReplyMessage: "", externalReplyMessage: "" },
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
