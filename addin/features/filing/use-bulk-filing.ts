import { useEffect, useRef, useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { useService } from "../../components/service-context.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { problemFrom } from "../../service/http.ts";
import type { PaneService } from "../../service/pane-service.ts";

/** What became of one of several mails. */
export type BulkResult =
  | { readonly is: "sending" }
  | { readonly is: "told"; readonly status: EmailStatus }
  | { readonly is: "refused"; readonly problem: Problem };

/** Exchange lets four requests into a mailbox at a time. */
const AT_A_TIME = 4;
const LOOK_AGAIN_MS = 1_500;

/** Files several mails by the rules, a few at a time, and follows each until it is settled, as long as the pane shows them. */
export function useBulkFiling(mails: readonly OpenMail[]): {
  readonly results: ReadonlyMap<OpenMail, BulkResult>;
  readonly begun: boolean;
  readonly begin: () => void;
} {
  const service = useService();
  const [results, setResults] = useState<ReadonlyMap<OpenMail, BulkResult>>(new Map());
  const [begun, setBegun] = useState(false);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const begin = (): void => {
    if (begun) return;
    setBegun(true);
    const told = (mail: OpenMail, result: BulkResult): void => {
      if (shown.current) setResults((before) => new Map(before).set(mail, result));
    };
    void fileEach(mails, service, told, () => shown.current);
  };
  return { results, begun, begin };
}

async function fileEach(
  mails: readonly OpenMail[],
  service: PaneService,
  told: (mail: OpenMail, result: BulkResult) => void,
  isShown: () => boolean,
): Promise<void> {
  const queue = [...mails];
  const one = async (mail: OpenMail): Promise<void> => {
    told(mail, { is: "sending" });
    try {
      let status = await service.file(mail, {});
      told(mail, { is: "told", status });
      while (isShown() && (status.state === "waiting" || status.state === "filing")) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        status = await service.status(mail);
        told(mail, { is: "told", status });
      }
    } catch (error) {
      told(mail, { is: "refused", problem: problemFrom(error) });
    }
  };
  const worker = async (): Promise<void> => {
    for (let mail = queue.shift(); mail !== undefined && isShown(); mail = queue.shift()) await one(mail);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
