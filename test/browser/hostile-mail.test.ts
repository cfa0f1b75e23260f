import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mime } from "../sandbox/seed/mime.ts";
import { openPage, picture, startBrowser } from "./browser.ts";
import { type PageWorld, startPageWorld } from "./page-world.ts";

const BEN = "ben.okafor@example.com";
const asked: string[] = [];
let trap: Server;
let world: PageWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  // Counts whoever comes; a mail that is looked at must send nobody here.
  trap = createServer((request, reply) => {
    asked.push(request.url ?? "");
    reply.setHeader("access-control-allow-origin", "*").end("alert(1)");
  });
  await new Promise<void>((listening) => trap.listen(0, "127.0.0.1", listening));
  world = await startPageWorld();
  browser = await startBrowser();
  page = await openPage(browser);
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  trap?.close();
});

/** Ways in which a mail's HTML runs or fetches, each with the address that would tell. */
const HOSTILE: readonly ((url: string) => string)[] = [
  (url) =>
    `<a href="javascript:fetch('${url}/javascript')" id="bait">click</a><a href="data:text/html,<script>fetch('${url}/data')</script>">data</a><a href="https://harmless.example/" ping="${url}/ping">ping</a>`,
  (url) => `<script>fetch("${url}/script"); parent.document.title = "taken"</script>`,
  (url) =>
    `<img src="${url}/img"><img srcset="${url}/srcset 2x"><picture><source srcset="${url}/source"></picture><input type="image" src="${url}/input">`,
  (url) =>
    `<img src=x onerror="fetch('${url}/onerror')"><body onload="fetch('${url}/onload')"><details open ontoggle="fetch('${url}/ontoggle')">`,
  (url) =>
    `<style>@import "${url}/import"; body { background: url(${url}/style) } @font-face { font-family: x; src: url(${url}/font) } * { font-family: x }</style>`,
  (url) =>
    `<p style="background:url(${url}/attribute)">a</p><p style="background:\\75rl(${url}/escaped)">b</p><table background="${url}/table"><tr><td>c`,
  (url) =>
    `<svg><image href="${url}/svg-image"/><use href="${url}/svg-use#a"/><filter><feImage href="${url}/svg-feimage"/></filter><animate onbegin="fetch('${url}/svg-animate')"/></svg>`,
  (url) =>
    `<link rel="stylesheet" href="${url}/link"><link rel="prefetch" href="${url}/prefetch"><link rel="dns-prefetch" href="${url}/dns"><meta http-equiv="refresh" content="0;url=${url}/refresh"><base href="${url}/">`,
  (url) =>
    `<iframe src="${url}/iframe"></iframe><iframe srcdoc="<script>fetch('${url}/srcdoc')</script>"></iframe><object data="${url}/object"></object><embed src="${url}/embed">`,
  (url) => `<video src="${url}/video" poster="${url}/poster" autoplay></video><audio src="${url}/audio" autoplay></audio>`,
  (url) => `<form action="${url}/form"><button autofocus onfocus="this.form.submit()">x</button></form>`,
  (url) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=fetch('${url}/mxss')&gt;">`,
  (url) =>
    `<noscript><p title="</noscript><img src='${url}/noscript' onerror='fetch(&quot;${url}/noscript2&quot;)'>"></noscript><template><img src="${url}/template"></template>`,
];

it("SEC15: a hostile mail makes no request and runs no script", async () => {
  const { port } = trap.address() as AddressInfo;
  const html = `<p>The mail itself.</p>${HOSTILE.map((make) => make(`http://127.0.0.1:${port}`)).join("\n")}`;
  await world.standIns.graph.seed.mime(
    BEN,
    "inbox",
    mime({
      messageId: "<hostile@evil.example>",
      from: "Eve <eve@evil.example>",
      to: [BEN],
      subject: "You won",
      sent: new Date(),
      text: "won",
      html,
    }),
  );
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes(`:${port}/`)) elsewhere.push(request.url());
  });
  let spoken = false;
  page.on("dialog", (dialog) => {
    spoken = true;
    void dialog.dismiss();
  });
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByRole("region", { name: "Mails" }).getByRole("button", { name: "You won" }).click();
  const mail = page.frameLocator('iframe[title="Text of the mail"]');
  await mail.getByText("The mail itself.").waitFor();
  await mail.getByText("click", { exact: true }).click();
  await picture(page, "hostile-mail");
  // What would have been asked for is asked for before a later round trip of the page itself has come back.
  await page.getByRole("button", { name: "Move to…" }).click();
  await page.getByRole("menu").waitFor();
  expect(asked).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(spoken).toBe(false);
  expect(await page.title()).toBe("Outlook (sandbox)");
});

it("SEC15: the trap does spring, so its silence means something", async () => {
  const { port } = trap.address() as AddressInfo;
  const other = await openPage(browser);
  await other.goto(`http://127.0.0.1:${port}/sprung`);
  await other.close();
  expect(asked).toContain("/sprung");
});
