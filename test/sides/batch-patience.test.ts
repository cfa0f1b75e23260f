import { describe, expect, it } from "vitest";
import { AccessLost, Throttled } from "../../sync-service/errors.ts";
import { sendBatch, type BatchRequest, type InnerReplies } from "../../sync-service/graph/batch.ts";
import { graphPath } from "../../sync-service/graph/path.ts";
import type { Patience } from "../../sync-service/patience.ts";

/** As patient as can be, and without a wait. */
const eager: Patience = async (work) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
};
const writes: readonly BatchRequest[] = [0, 1, 2].map((name) => ({ method: "POST", path: graphPath`/contacts`, body: { name } }));
const reply = (id: string, status: number) => ({ id, status, headers: {}, body: {} });

/** Answers each exchange in turn; an error is thrown. Tells how many inner requests each held. */
function exchanges(...answers: readonly (InnerReplies | Error)[]) {
  const held: number[] = [];
  const post = async (body: unknown): Promise<InnerReplies> => {
    held.push((body as { readonly requests: readonly unknown[] }).requests.length);
    const answer = answers[held.length - 1];
    if (answer instanceof Error || !answer) throw answer ?? new Error("One exchange too many.");
    return answer;
  };
  const ports = { pathOf: () => graphPath`/contacts`, post, follow: async () => ({}), patience: eager };
  return { ports, held };
}

describe("REL8: a batch of which a part was throttled", () => {
  const partly: InnerReplies = { responses: [reply("0", 201), reply("1", 429), reply("2", 424)] };

  it("sends only that part again: what was made is not made twice", async () => {
    const { ports, held } = exchanges(partly, { responses: [reply("0", 201), reply("1", 201)] });
    expect((await sendBatch(writes, ports)).map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(held).toEqual([3, 2]);
  });

  it("keeps the replies of what was made, though the door closes on the rest", async () => {
    const closed = new AccessLost({ code: "GRAPH_FORBIDDEN", message: "Closed.", remedy: "Open it." });
    const { ports } = exchanges(partly, closed);
    const replies = await sendBatch(writes, ports);
    expect(replies[0]).toMatchObject({ status: 201, error: null });
    expect(replies.slice(1).map(({ error }) => error instanceof Throttled)).toEqual([true, true]);
  });

  it("an exchange that was refused at once is an exception, and is not asked again here", async () => {
    const { ports, held } = exchanges(new Throttled("Later.", 1));
    await expect(sendBatch(writes, ports)).rejects.toThrow("Later.");
    expect(held).toEqual([3]);
  });
});
