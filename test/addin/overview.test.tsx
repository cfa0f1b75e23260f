import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { LocaleProvider } from "../../addin/components/service-context.ts";
import { OverviewPanel } from "../../addin/features/administration/overview-panel.tsx";
import type { AdministrationService } from "../../addin/service/administration-service.ts";
import type { Overview } from "../../shared/api/administration.ts";
import { holdTime, pass } from "./shown-pane.tsx";

const overview: Overview = {
  ...{ settled: true, backlog: 0, users: { healthy: 2 }, failures: [], salesforceCalls: null, leftAlone: [] },
  connection: { healthy: true, problems: [], wakeUp: "polling" },
};
const TITLE = "What the preset asks for and is left alone";

holdTime();

async function show(leftAlone: Overview["leftAlone"]): Promise<void> {
  const service: Partial<AdministrationService> = { overview: async () => ({ ...overview, leftAlone }) };
  render(
    <FluentProvider theme={webLightTheme}>
      <LocaleProvider value="en-GB">
        <OverviewPanel service={service as AdministrationService} />
      </LocaleProvider>
    </FluentProvider>,
  );
  await pass(50);
}

it("A1, C3: the overview says what of the preset is left alone, for how many, and what to do; the connection is healthy all the same", async () => {
  await show([{ code: "OWN_FIELD_LEFT_ALONE", message: "No such field.", remedy: "Name another.", users: 2 }]);
  const found = within(screen.getByRole("region", { name: TITLE }));
  expect(found.getByText("For 2 users")).toBeTruthy();
  expect(found.getByText("No such field. Name another.")).toBeTruthy();
  expect(screen.getByText("Connection healthy.")).toBeTruthy();
});

it("A1: and is silent about it while nothing is", async () => {
  await show([]);
  expect(screen.queryByRole("region", { name: TITLE })).toBeNull();
  expect(screen.getByText("Connection healthy.")).toBeTruthy();
});
