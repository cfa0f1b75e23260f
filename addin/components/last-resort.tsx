import { Component, type ReactNode } from "react";
import { ProblemNotice } from "./problem-notice.tsx";

interface State {
  readonly fault: Error | null;
}

/** What is shown when drawing a page failed: a sentence and a way on, rather than nothing. */
export class LastResort extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { fault: null };

  static getDerivedStateFromError(fault: Error): State {
    return { fault };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    const problem = {
      code: "PAGE_FAULT",
      message: `This page met a fault: ${fault.message}`,
      remedy: "Load it anew; what was sent to the service is safe there.",
    };
    return <ProblemNotice problem={problem} again={() => globalThis.location.reload()} />;
  }
}
