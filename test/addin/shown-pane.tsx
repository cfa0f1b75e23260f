import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { act, cleanup, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, vi } from "vitest";
import { LocaleProvider, ServiceProvider } from "../../addin/components/service-context.ts";
import { MailPane } from "../../addin/mail-pane.tsx";
import type { FakeOutlook } from "./fake-outlook.ts";
import type { FakeService } from "./fake-service.ts";

/** For the tests of a file: timers wait until `pass`, and nothing that was shown outlives its test. */
export function holdTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
}

/** Lets time go by. @param ms milliseconds */
export const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** Somebody whose hands follow the held time. */
export const user = () => userEvent.setup({ advanceTimers: vi.advanceTimersByTime });

/** The pane beside what is open in Outlook. */
export function showPane(service: FakeService, outlook: FakeOutlook): void {
  render(
    <FluentProvider theme={webLightTheme}>
      <LocaleProvider value="en-GB">
        <ServiceProvider value={service}>
          <MailPane outlook={outlook} />
        </ServiceProvider>
      </LocaleProvider>
    </FluentProvider>,
  );
}
