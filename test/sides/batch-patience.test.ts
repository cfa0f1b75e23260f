import { describe, expect, it } from "vitest";
import { AccessLost, Gone, OutcomeUnknown, Throttled } from "../../sync-service/errors.ts";
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

  it("goes on past its patience as long as each exchange brings something through", async () => {
    const many: readonly BatchRequest[] = Array.from({ length: 12 }, (_, name) => ({
      method: "POST",
      path: graphPath`/contacts`,
      body: { name },
    }));
    // One goes through, the next is throttled, all behind it are not carried out.
    const oneMore = (left: number): InnerReplies => ({
      responses: Array.from({ length: left }, (_, index) => reply(String(index), [201, 429][index] ?? 424)),
    });
    const { ports, held } = exchanges(...many.map((_, done) => oneMore(12 - done)));
    expect((await sendBatch(many, ports)).every(({ status }) => status === 201)).toBe(true);
    expect(held).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it("ends when patience brings nothing through", async () => {
    const nothing: InnerReplies = { responses: [reply("0", 429), reply("1", 424), reply("2", 424)] };
    const { ports, held } = exchanges(...Array.from({ length: 9 }, () => nothing));
    const replies = await sendBatch(writes, ports);
    expect(replies.every(({ error }) => error instanceof Throttled)).toBe(true);
    expect(held).toHaveLength(5);
  });

  it("asks at once what stood behind a bare 503, which says nothing about the mailbox", async () => {
    const reads = writes.map(({ method: _method, ...rest }): BatchRequest => ({ ...rest, method: "GET" }));
    const { ports, held } = exchanges(
      { responses: [reply("0", 503), reply("1", 424), reply("2", 424)] },
      { responses: [reply("0", 200), reply("1", 200)] },
      { responses: [reply("0", 200)] },
    );
    expect((await sendBatch(reads, ports)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(held).toEqual([3, 2, 1]);
  });

  it("keeps the replies of what was made, though the door closes on the rest", async () => {
    const closed = new AccessLost({ code: "GRAPH_FORBIDDEN", message: "Closed.", remedy: "Open it." });
    const { ports } = exchanges(partly, closed);
    const replies = await sendBatch(writes, ports);
    expect(replies[0]).toMatchObject({ status: 201, error: null });
    expect(replies.slice(1).map(({ error }) => error)).toEqual([closed, closed]);
  });

  it("an exchange that was refused at once is an exception, and is not asked again here", async () => {
    const { ports, held } = exchanges(new Throttled("Later.", 1));
    await expect(sendBatch(writes, ports)).rejects.toThrow("Later.");
    expect(held).toEqual([3]);
  });
});

describe("P2: an exchange that is turned away after another was taken", () => {
  const behindFailed: InnerReplies = { responses: [reply("0", 201), reply("1", 412), reply("2", 424)] };
  const closed = new AccessLost({ code: "GRAPH_FORBIDDEN", message: "Closed.", remedy: "Open it." });
  const many: readonly BatchRequest[] = Array.from({ length: 45 }, () => writes[0] as BatchRequest);
  const row = (count: number): InnerReplies => ({ responses: Array.from({ length: count }, (_, index) => reply(String(index), 201)) });

  it.each([new Throttled("Later.", 1), closed])(
    "answers for what it carried alone ($name): what was written is told as written",
    async (error) => {
      const { ports, held } = exchanges(behindFailed, error);
      const replies = await sendBatch(writes, ports);
      expect(replies[0]).toMatchObject({ status: 201, error: null });
      expect(replies[1]?.error?.name).toBe("VersionMoved");
      expect(replies[2]?.error).toBe(error);
      expect(held).toEqual([3, 1]);
    },
  );

  it("takes nothing from those beside it", async () => {
    const error = new Throttled("Later.", 1);
    const { ports } = exchanges(row(20), error, row(5));
    const replies = await sendBatch(many, ports);
    expect(replies.map((each) => each.error)).toEqual([...Array(20).fill(null), ...Array(20).fill(error), ...Array(5).fill(null)]);
  });

  it("leaves open what became of one beside it whose reply was lost", async () => {
    const { ports } = exchanges(new OutcomeUnknown("Lost."), new Throttled("Later.", 1), new Throttled("Later.", 1));
    const names = (await sendBatch(many, ports)).map(({ error }) => error?.name);
    expect(names).toEqual([...Array(20).fill("OutcomeUnknown"), ...Array(25).fill("Throttled")]);
  });

  it("sends nothing more after it", async () => {
    const seven: readonly BatchRequest[] = Array.from({ length: 7 }, () => writes[0] as BatchRequest);
    const firstFails: InnerReplies = { responses: seven.map((_, index) => reply(String(index), index === 0 ? 412 : 424)) };
    const { ports, held } = exchanges(firstFails, closed);
    expect((await sendBatch(seven, ports)).slice(1).every(({ error }) => error === closed)).toBe(true);
    expect(held).toEqual([7, 4]);
  });

  it("says of no item that it is gone, when it was the batch that was not found", async () => {
    const { ports } = exchanges(behindFailed, new Gone("Not found."));
    expect((await sendBatch(writes, ports))[2]?.error?.name).toBe("OutcomeUnknown");
  });

  it("hides no fault of our own", async () => {
    const { ports } = exchanges(behindFailed, new TypeError("Ours."));
    await expect(sendBatch(writes, ports)).rejects.toThrow("Ours.");
  });
});
