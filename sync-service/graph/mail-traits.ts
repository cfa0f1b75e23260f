import type { MailTraits } from "../filing/mail-traits.ts";
import type { ODataText } from "./path.ts";

export interface WireTraits {
  readonly conversationId?: string | null;
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
}

/** PidTagSensitivity: 0 normal, 1 personal, 2 private, 3 confidential (MS-OXCMSG 2.2.1.13). A message of Graph has no property for it. */
const SENSITIVITY = "Integer 0x36";
/** PidTagInternetReferences and PidTagInReplyToId (MS-OXOMSG 2.2.1): on sent mails too, of which Graph shows no headers. */
const REFERENCES = "String 0x1039";
const IN_REPLY_TO = "String 0x1042";
/** The header `msip_labels` as Exchange keeps it, among the properties of internet headers (PS_INTERNET_HEADERS). */
const LABELS = "String {00020386-0000-0000-c000-000000000046} Name msip_labels";

/** What `$expand` has to name for `traitsOf`. */
export const TRAITS: ODataText = {
  odata: `singleValueExtendedProperties($filter=${[SENSITIVITY, REFERENCES, IN_REPLY_TO, LABELS].map((id) => `id eq '${id}'`).join(" or ")})`,
};

export function traitsOf({ conversationId = null, singleValueExtendedProperties: held = [] }: WireTraits): MailTraits {
  const value = (id: string) => held.find((one) => one.id.toLowerCase() === id.toLowerCase())?.value ?? "";
  return {
    sensitivity: SENSITIVITIES[value(SENSITIVITY)] ?? "normal",
    labels: labelsIn(value(LABELS)),
    conversationId,
    threadRoot: /<[^<>\s]+>/u.exec(`${value(REFERENCES)} ${value(IN_REPLY_TO)}`)?.[0] ?? null,
  };
}

const SENSITIVITIES: Readonly<Record<string, MailTraits["sensitivity"]>> = { "1": "personal", "2": "private", "3": "confidential" };

/** `MSIP_Label_<id>_Enabled=true; MSIP_Label_<id>_Name=Secret; …`: ids and names of those that are enabled. */
function labelsIn(header: string): readonly string[] {
  const labels = new Map<string, { name: string | null; enabled: boolean }>();
  for (const part of header.split(";")) {
    const [, id = "", what = "", value = ""] = /^\s*MSIP_Label_([0-9a-f-]{36})_(\w+)=(.*)$/isu.exec(part) ?? [];
    if (id === "") continue;
    const label = labels.get(id.toLowerCase()) ?? { name: null, enabled: true };
    if (what.toLowerCase() === "name") label.name = value.trim().toLowerCase();
    if (what.toLowerCase() === "enabled") label.enabled = value.trim().toLowerCase() !== "false";
    labels.set(id.toLowerCase(), label);
  }
  return [...labels].flatMap(([id, { name, enabled }]) => (enabled ? [id, ...(name === null ? [] : [name])] : []));
}
