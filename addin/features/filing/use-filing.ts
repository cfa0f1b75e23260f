import { useCallback, useRef, useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { FilingChoice } from "../../../shared/api/filing.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { useService } from "../../components/service-context.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { problemFrom } from "../../service/http.ts";

export type Filing = { readonly is: "idle" } | { readonly is: "sending" } | { readonly is: "refused"; readonly problem: Problem };

/** Sends the choice once; a second press while it is under way does nothing. */
export function useFiling(mail: OpenMail, filed: (status: EmailStatus) => void): readonly [Filing, (choice: FilingChoice) => void] {
  const service = useService();
  const [filing, setFiling] = useState<Filing>({ is: "idle" });
  const underWay = useRef(false);
  const file = useCallback(
    (choice: FilingChoice) => {
      if (underWay.current) return;
      underWay.current = true;
      setFiling({ is: "sending" });
      service
        .file(mail, choice)
        .then(
          (status) => {
            setFiling({ is: "idle" });
            filed(status);
          },
          (error: unknown) => setFiling({ is: "refused", problem: problemFrom(error) }),
        )
        .finally(() => {
          underWay.current = false;
        });
    },
    [service, mail, filed],
  );
  return [filing, file];
}
