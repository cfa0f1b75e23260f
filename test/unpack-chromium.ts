import { findChromium } from "./chromium.ts";

/** Before the browser tests of a run: unpacks the browser once, so that no two workers do it at a time. */
export default async function unpackChromium(): Promise<void> {
  Object.assign(process.env, await findChromium());
}
