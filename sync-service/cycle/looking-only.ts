import { Refused } from "../errors.ts";

/** What a client that may only look answers to a write. A mistake of ours: nothing has been written. */
export function wouldWrite(): Refused {
  return new Refused({
    code: "WOULD_WRITE",
    message: "A dry run tried to write, which was not done.",
    remedy: "Report it; nothing was changed on either side.",
  });
}
