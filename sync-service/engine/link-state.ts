/**
 * Where a link stands.
 * - `new`: seen on one side, nothing decided. `linked`: kept in step.
 * - `listed`: lay there before activation, or the preset does not send it: waits for a person's choice (B4).
 * - `question`: several twins or an unsure one; nothing is written before a person has answered (M1).
 * - `parted`: edited here, deleted there (M3). `unlinked`: let go, and not made again by itself.
 * - `left`: a mark was taken off (M4). `held`: the brake waits for a person (M5). `failed`: has a problem (C6, M6).
 * - `removed`: gone from both sides by our own act; only ids remain, so that the brake can count.
 */
export type LinkState = "new" | "linked" | "listed" | "question" | "parted" | "unlinked" | "left" | "held" | "failed" | "removed";

/**
 * What a person answered to a listed, asked, parted or held link; or wants of any: values to be set (M2, P2), a removal or a making to be
 * undone (P2).
 */
export type Choice = "send" | "link" | "separate" | "bring-back" | "let-go" | "go-ahead" | "set" | "restore" | "take-back";

/** Where the pair began: who made it, or two that were found to be the same. */
export type Origin = "exchange" | "salesforce" | "twin";
