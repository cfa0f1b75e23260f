import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { Problem } from "../../shared/api/problem.ts";

export interface ProblemNoticeProps {
  readonly problem: Problem;
  /** What it is about, when the place does not say: "Attachments". */
  readonly title?: string;
  readonly intent?: "error" | "warning" | "info";
  readonly again?: () => void;
}

/** Why something did not happen, and the next step. */
export function ProblemNotice({ problem, title, intent = "error", again }: ProblemNoticeProps) {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        {title !== undefined && <MessageBarTitle>{title}</MessageBarTitle>}
        {problem.message} {problem.remedy}
      </MessageBarBody>
      {again !== undefined && (
        <MessageBarActions>
          <Button size="small" onClick={again}>
            Try again
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
