/** The bytes with which Exchange's own ids of appointments begin (MS-OXOCAL, PidLidGlobalObjectId). */
const PREFIX = "040000008200E00074C5B7101A82E008";
const NO_DATE = "00000000";

/** The `iCalUId` of an event that Exchange made. @param seed what no other event has */
export const newUid = (seed: string): string => `${PREFIX}${NO_DATE}${"0".repeat(32)}10000000${hex(seed).slice(-32).padStart(32, "0")}`;

/**
 * The `iCalUId` of one occurrence: its date stands in the id, so that it differs from the series' and from the others'. An id that
 * came from other software is wrapped first, as Exchange does with it.
 */
export function occurrenceUid(uid: string, date: string): string {
  const [year = "0", month = "0", day = "0"] = date.split("-");
  const stamp = [
    Number(year).toString(16).padStart(4, "0"),
    Number(month).toString(16).padStart(2, "0"),
    Number(day).toString(16).padStart(2, "0"),
  ];
  const whole = uid.startsWith(PREFIX) ? uid : `${PREFIX}${NO_DATE}${"0".repeat(32)}${wrapped(uid)}`;
  return `${PREFIX}${stamp.join("").toUpperCase()}${whole.slice(PREFIX.length + NO_DATE.length)}`;
}

/** `vCal-Uid`, a version, the text and a closing zero, after their length. */
function wrapped(uid: string): string {
  const bytes = Buffer.concat([Buffer.from("vCal-Uid"), Buffer.from([1, 0, 0, 0]), Buffer.from(uid), Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]).toString("hex").toUpperCase();
}

const hex = (text: string): string => Buffer.from(text).toString("hex").toUpperCase();
