import { describe, expect, it } from "vitest";
import { OutcomeUnknown, Refused, Throttled, VendorFailed } from "../../sync-service/errors.ts";
import { impatient, patient } from "../../sync-service/patience.ts";

/** Fails with each error in turn, then answers how often it was asked. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let asked = 0;
  return async () => {
    const error = errors[asked];
    asked += 1;
    if (error) throw error;
    return asked;
  };
}

const refused = new Refused({ code: "NO", message: "No.", remedy: "None." });

describe("REL8: patience with what passes", () => {
  it("tries again what broke off, and what was refused without a named time", async () => {
    const guess = new Throttled("Later.", 10_000, { isGuess: true });
    expect(await patient(failing(new VendorFailed("Broken."), guess, new VendorFailed("Broken.")))).toBe(4);
  });

  it("waits for a short time that the vendor named", async () => {
    expect(await patient(failing(new Throttled("Later.", 20)))).toBe(2);
  });

  it.each([
    ["a long named time", new Throttled("Later.", 60_000)],
    ["the daily limit", new Throttled("Tomorrow.", 900_000, { isGuess: true })],
    ["a write without an answer", new OutcomeUnknown("Lost.")],
    ["a refusal", refused],
  ])("leaves %s to the schedule", async (_what, error) => {
    const work = failing(error);
    await expect(patient(work)).rejects.toBe(error);
    expect(await work(), "asked once only").toBe(2);
  });

  it("gives up after five tries, and says what the last one met", async () => {
    const errors = Array.from({ length: 9 }, (_, index) => new VendorFailed(`Broken ${index}.`));
    await expect(patient(failing(...errors))).rejects.toBe(errors[4]);
  });

  it("without patience asks a broken read once more, and nothing else", async () => {
    expect(await impatient(failing(new VendorFailed("Broken.")))).toBe(2);
    await expect(impatient(failing(new Throttled("Later.", 1)))).rejects.toThrow("Later.");
  });
});
