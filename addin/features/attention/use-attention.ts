import { useCallback, useEffect, useRef, useState } from "react";
import type { AttentionItem, AttentionPage } from "../../../shared/api/attention.ts";
import type { Me } from "../../../shared/api/me.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { useService } from "../../components/service-context.ts";
import type { Loaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import { problemFrom } from "../../service/http.ts";

type Answering = { readonly is: "idle" } | { readonly is: "sending" } | { readonly is: "refused"; readonly problem: Problem };

export interface KnownAttention {
  readonly listed: Loaded<AttentionPage>;
  readonly answering: Answering;
  /** What the last answer did, in a sentence. */
  readonly said: string;
  answer(items: readonly AttentionItem[], given: AttentionItem["answers"][number], recordId?: string): void;
  more(): void;
  again(): void;
}

/** A cycle takes an answer within a second or two. */
const LOOK_AGAIN_MS = 2_000;
/** While answers are being carried out the list is looked at so often, then no more by itself. */
const LOOKS = 15;

/** The list, asked for whenever `asked` is anew; while answers are carried out, again until they are. */
export function useAttention(asked: Loaded<Me>): KnownAttention {
  const service = useService();
  const [listed, setListed] = useState<Loaded<AttentionPage>>({ is: "loading" });
  const [answering, setAnswering] = useState<Answering>({ is: "idle" });
  const [said, setSaid] = useState("");
  const [looks, setLooks] = useState(0);
  const newest = useRef(0);

  const again = useCallback(() => {
    newest.current += 1;
    const mine = newest.current;
    service.attention(null).then(
      (value) => mine === newest.current && setListed({ is: "found", value }),
      (error: unknown) => mine === newest.current && setListed({ is: "failed", problem: problemFrom(error) }),
    );
  }, [service]);
  useEffect(() => again(), [again, asked]);
  useEffect(() => {
    if (looks === 0) return undefined;
    const timer = setTimeout(() => {
      again();
      setLooks(looks - 1);
    }, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [again, looks]);
  const isWaiting = listed.is === "found" && listed.value.items.some(({ answered }) => answered);
  if (looks > 0 && listed.is === "found" && !isWaiting && answering.is !== "sending") setLooks(0);

  return {
    listed,
    answering,
    said,
    again,
    more() {
      if (listed.is !== "found" || listed.value.next === null) return;
      const { items } = listed.value;
      service.attention(listed.value.next).then(
        (page) => setListed({ is: "found", value: { ...page, items: [...items, ...page.items] } }),
        (error: unknown) => setAnswering({ is: "refused", problem: problemFrom(error) }),
      );
    },
    answer(items, given, recordId) {
      if (answering.is === "sending" || items.length === 0) return;
      setAnswering({ is: "sending" });
      setSaid("");
      const ids = items.map(({ id }) => id);
      const [only = ""] = ids;
      const more = { ...(recordId === undefined ? {} : { recordId }), ...(given.mails === undefined ? {} : { mails: given.mails }) };
      const isPlain = Object.keys(more).length === 0;
      const sent = isPlain ? service.answer(ids, given.answer) : service.answerOne(only, given.answer, more);
      sent.then(
        ({ taken, refused }) => {
          const [problem] = refused.map((each) => each.problem);
          setAnswering(problem ? { is: "refused", problem } : { is: "idle" });
          setSaid(taken.length === 0 ? "" : `${given.label}: ${count(taken.length, "item", "items")}. ${outcomeOf(given)}`);
          newest.current += 1; // an older look would show them unanswered
          setListed((before) => marked(before, new Set(taken)));
          setLooks(LOOKS);
        },
        (error: unknown) => setAnswering({ is: "refused", problem: problemFrom(error) }),
      );
    },
  };
}

/** What comes of it, now that it was said. */
const outcomeOf = ({ effect, mails = 0 }: AttentionItem["answers"][number]): string =>
  mails === 0 ? effect : `It is carried out now, and Exchange mails ${count(mails, "person", "people")} about it.`;

/** Those that were answered show it at once. */
function marked(listed: Loaded<AttentionPage>, taken: ReadonlySet<string>): Loaded<AttentionPage> {
  if (listed.is !== "found") return listed;
  const items = listed.value.items.map((item) => (taken.has(item.id) ? { ...item, answered: true } : item));
  return { is: "found", value: { ...listed.value, items } };
}
