/** A value both sides can hold. Blank is always null, never "". */
export type FieldValue = string | number | boolean | null;

/** A record in our own form: one value a field, compared with `===`. */
export type Fields = Readonly<Record<string, FieldValue>>;

export type SideName = "exchange" | "salesforce";

/** What is kept in step. A filed email is a kind too, though it only goes up. */
export type Kind = "contact" | "event" | "task" | "email";
