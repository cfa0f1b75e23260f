import { afterAll } from "vitest";
import { seeEveryReply } from "../sandbox/base/seen-replies.ts";
import { handIn } from "./conformance-report.ts";
import { checkGraphReply } from "./graph/check-graph-reply.ts";
import { checkSalesforceRecords } from "./salesforce/check-salesforce-records.ts";

/**
 * Set up before every test file: each reply of a stand-in is checked while the tests run, and a file during which one was not what
 * the vendor publishes has failed, whatever its own tests say.
 */
seeEveryReply(checkGraphReply);
seeEveryReply(checkSalesforceRecords);

afterAll(() => {
  const faults = handIn();
  if (faults.length > 0) throw new Error(`replies of the stand-ins that are not as published:\n${faults.join("\n")}`);
});
