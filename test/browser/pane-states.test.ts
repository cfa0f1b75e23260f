import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { overflowsSideways, openPage, picture, seriousFaults, startBrowser } from "./browser.ts";
import { attachments, context, filed, firstSync, me, notFiled, outage } from "./sample-answers.ts";
import { type Script, startScriptedService } from "./scripted-service.ts";
import { waitingItem } from "../addin/waiting-item.ts";

let service: FastifyInstance;
let browser: Browser;
let page: Page;
let url: string;
const script: Script = { me, people: context, status: notFiled, attachments, filed: [] };

beforeAll(async () => {
  service = await startScriptedService(script);
  url = await service.listen({ host: "127.0.0.1", port: 0 });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.close();
});

afterEach(async () => {
  Object.assign(script, { me, people: context, status: notFiled, attachments });
  script.filed.length = 0;
  await page?.close();
});

const STOPPED = { by: "Ben Okafor", at: "2026-11-22T05:00:00Z", own: true };

/** Every screen in the state that the script gives it. */
const STATES: readonly { readonly title: string; readonly answers: Partial<Script>; readonly tab: string; readonly shows: string }[] = [
  { title: "people known, several, unknown, and blocked", answers: {}, tab: "Context", shows: "Harborlight Marine" },
  { title: "Salesforce out of reach", answers: { people: outage }, tab: "Context", shows: "Salesforce does not answer." },
  {
    title: "a mail to be filed",
    answers: { people: { ...context, people: context.people.filter((one) => one.is !== "blocked") } },
    tab: "File",
    shows: "Images in the text",
  },
  { title: "a mail that a rule excludes", answers: {}, tab: "File", shows: "An address on the block list is on this mail." },
  {
    title: "attachments that cannot be listed",
    answers: { attachments: outage },
    tab: "File",
    shows: "The attachments could not be listed.",
  },
  {
    title: "filed without one file",
    answers: { status: filed },
    tab: "Status",
    shows: "Left out: Salesforce refuses files of the type exe.",
  },
  {
    title: "filed, and marked Do not share since",
    answers: {
      status: { ...filed, sharing: { mail: true, thread: false, rule: null }, removal: { possible: true, why: null, asked: true } },
    },
    tab: "File",
    shows: "Remove the activity from Salesforce, with its files?",
  },
  {
    title: "filed, with a question about later replies",
    answers: { status: { ...filed, thread: { replies: "unasked", record: "Harborlight: deck lights for four ferries" } } },
    tab: "File",
    shows: "File later replies of this conversation",
  },
  {
    title: "failed",
    answers: { status: { ...notFiled, state: "failed", problem: outage } },
    tab: "Status",
    shows: "This mail could not be filed.",
  },
  { title: "status out of reach", answers: { status: outage }, tab: "Status", shows: "The status could not be asked." },
  {
    title: "items of the mailbox that need a person",
    answers: {
      attention: {
        items: [waitingItem({ name: "Ana Lopes" }), waitingItem({ name: "Luca Gallo", answered: true })],
        next: null,
        total: 2,
      },
      me: {
        ...me,
        attention: [
          {
            kind: "contact",
            name: "Ana Lopes",
            problem: { code: "FIELD_MISSING", message: "Salesforce wants a last name.", remedy: "Add one to the contact." },
          },
        ],
      },
    },
    tab: "Context",
    shows: "2 items need you",
  },
  { title: "a first sync", answers: { me: { ...me, firstSync } }, tab: "Context", shows: "412 of 1,020 items, about 3 minutes left." },
  {
    title: "a first sync that was stopped",
    answers: { me: { ...me, sync: "paused", stopped: STOPPED, firstSync: { ...firstSync, secondsLeft: null, stopped: STOPPED } } },
    tab: "Context",
    shows: "412 of 1,020 items are done.",
  },
  {
    title: "nobody connected",
    answers: { me: { ...me, sync: "unpaired", salesforceUsername: null } },
    tab: "File",
    shows: "Your mailbox is not connected to a Salesforce user.",
  },
];

describe("at 320 pixels, light and dark", () => {
  for (const [at, { title, answers, tab, shows }] of STATES.entries()) {
    for (const look of ["light", "dark"] as const) {
      it(`${title}, ${look}: nothing to scroll sideways, nothing serious for axe`, async () => {
        Object.assign(script, answers);
        page = await openPage(browser, { viewport: { width: 320, height: 900 } });
        await page.goto(`${url}/pane/${look === "dark" ? "?dark" : ""}`);
        await page.getByRole("tab", { name: tab }).click();
        await page.getByText(shows).first().waitFor();
        await picture(page, `pane-${at}-${look}`);
        expect(await seriousFaults(page.mainFrame())).toEqual([]);
        expect(await overflowsSideways(page.mainFrame())).toBe(false);
      });
    }
  }
});

it("shows what needs a person, and which of several is meant, with nothing serious for axe", async () => {
  const candidates = [
    { id: "003A", name: "Anna Berg, Berg & Co, anna@berg.example", url: "http://127.0.0.1:1/003A" },
    { id: "003B", name: "Anna Berg, Ohm", url: null },
  ];
  const link = { answer: "link", label: "It is the same person", effect: "The two are kept in step." } as const;
  const problem = { code: "QUESTION", message: "Several records may be this person.", remedy: "Say whether they are the same person." };
  const asked = waitingItem({ name: "Anna Berg", problem, answers: [link], candidates });
  const items = [
    waitingItem({ name: "Ana Lopes" }),
    waitingItem({ name: "Luca Gallo" }),
    waitingItem({ name: "Eva Ohm", answered: true }),
    asked,
  ];
  Object.assign(script, { me: { ...me, attention: items }, attention: { items, next: "x", total: 60 } });
  page = await openPage(browser, { viewport: { width: 320, height: 1_400 } });
  await page.goto(`${url}/pane/`);
  await page.getByText("60 items need you").click();
  await page.getByRole("checkbox", { name: "Luca Gallo" }).click();
  await page.getByRole("radio", { name: "Anna Berg, Ohm" }).click();
  for (const name of ["Send to Salesforce", "It is the same person"]) {
    expect(await page.getByRole("button", { name }).getAttribute("aria-disabled")).not.toBe("true");
  }
  await picture(page, "pane-attention");
  expect(await seriousFaults(page.mainFrame())).toEqual([]);
  expect(await overflowsSideways(page.mainFrame())).toBe(false);
  Object.assign(script, { me, attention: undefined });
});

it("fits into 320 pixels at 200 % as well, which is half as many", async () => {
  page = await openPage(browser, { viewport: { width: 160, height: 450 } });
  await page.goto(`${url}/pane/`);
  await page.getByText("Harborlight Marine").first().waitFor();
  expect(await overflowsSideways(page.mainFrame())).toBe(false);
});

it("stays readable in a contrast theme of the system", async () => {
  page = await openPage(browser, { viewport: { width: 320, height: 900 }, forcedColors: "active" });
  await page.goto(`${url}/pane/`);
  await page.getByText("Harborlight Marine").first().waitFor();
  await picture(page, "pane-contrast");
  const [shown, systems] = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("p"));
    probe.style.color = "CanvasText";
    probe.style.backgroundColor = "Canvas";
    const own = getComputedStyle(document.querySelector(".fui-FluentProvider") ?? probe);
    const wanted = getComputedStyle(probe);
    return [`${own.color} on ${own.backgroundColor}`, `${wanted.color} on ${wanted.backgroundColor}`];
  });
  expect(shown).toBe(systems);
});

it("is filed by keyboard alone, with what was chosen", async () => {
  Object.assign(script, { people: { ...context, people: context.people.filter((one) => one.is !== "blocked") } });
  page = await openPage(browser, { viewport: { width: 320, height: 900 } });
  await page.goto(`${url}/pane/`);
  await page.getByText("Harborlight Marine").first().waitFor();
  await page.getByRole("tab", { name: "Context" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: /lamps\.csv/u }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("combobox", { name: "Related to" }).focus();
  await page.keyboard.type("No record");
  await page.getByText("related to no record, with 1 of 4 attachments").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("What happened").waitFor();
  expect(script.filed).toEqual([{ whatId: null, attachments: ["a1"] }]);
});

it("loads neither sign-in library nor helpers before the mail is shown, and keeps the chosen colours", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 900 }, locale: "en-GB" });
  page = await context.newPage();
  const scripts: string[] = [];
  page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
  await page.goto(`${url}/pane/`);
  await page.getByText("Harborlight Marine").first().waitFor();
  const first = await page.evaluate(() => [...document.querySelectorAll("script[src], link[rel=modulepreload]")].length);
  expect(first).toBeGreaterThan(1);
  expect(scripts.filter((script) => /msal|BrowserPerformance/u.test(script))).toEqual([]);
  await page.getByRole("combobox", { name: "Colours of this pane" }).selectOption("dark");
  await page.waitForFunction(() => Object.keys(localStorage).length > 0);
  await page.reload();
  await page.getByText("Harborlight Marine").first().waitFor();
  await page.waitForFunction(
    () => getComputedStyle(document.querySelector(".fui-FluentProvider") ?? document.body).backgroundColor === "rgb(41, 41, 41)",
  );
  await context.close();
});

it("says in a browser that it lives in Outlook", async () => {
  page = await openPage(browser);
  await page.route("**/office.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto(`${url}/pane/`);
  await page.getByRole("heading", { name: "Tandem lives in Outlook" }).waitFor();
});
