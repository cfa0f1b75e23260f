import type { Example } from "./example-files.ts";

type Json = Readonly<Record<string, unknown>>;

/** An answer of a stand-in, as far as it is compared. */
export interface Answered {
  readonly status: number | null;
  readonly body: unknown;
}

/** What is done with one example. */
export type Handling<State> =
  | {
      readonly is: "replayed";
      /** Puts in place what the example builds on, and asks. */
      readonly ask: (state: State, example: Example) => Promise<Answered>;
      /** What is compared; the body of the example's reply, unless the example shows a request that the stand-in sends. */
      readonly shown: (example: Example) => Answered;
      /** Where the shape may differ, and why; a difference that is gone makes the test fail, so that none is excused for nothing. */
      readonly differs: Readonly<Record<string, string>>;
    }
  /** The facts say that the real service does otherwise. */
  | { readonly is: "wrong"; readonly why: string }
  /** Outside of what the stand-in covers. */
  | { readonly is: "uncovered"; readonly why: string };

export const wrong = (why: string): { readonly is: "wrong"; readonly why: string } => ({ is: "wrong", why });
export const uncovered = (why: string): { readonly is: "uncovered"; readonly why: string } => ({ is: "uncovered", why });

export const shownReply = (example: Example): Answered => ({
  status: example.response?.status ?? null,
  body: example.response?.body,
});

/** The request of the example is what the stand-in sends to others. */
export const shownRequest = (example: Example): Answered => ({ status: null, body: example.request?.body });

export const asJson = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
