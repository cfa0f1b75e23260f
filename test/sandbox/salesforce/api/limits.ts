import type { ApiReply, ApiRequest } from "./request.ts";

const BULK_QUERIES = 10_000;

/** GET `/limits`. */
export function limits(request: ApiRequest): ApiReply {
  const { dailyRequests, storageFull } = request.org.switches;
  const whole = (max: number) => ({ Max: max, Remaining: max });
  return {
    status: 200,
    body: {
      ConcurrentAsyncGetReportInstances: whole(200),
      ConcurrentSyncReportRuns: whole(20),
      DailyApiRequests: { Max: dailyRequests, Remaining: Math.max(0, dailyRequests - request.org.requestsToday()) },
      DailyAsyncApexExecutions: whole(250_000),
      DailyBulkApiBatches: whole(15_000),
      DailyBulkApiRequests: whole(5000),
      DailyBulkV2QueryJobs: { Max: BULK_QUERIES, Remaining: Math.max(0, BULK_QUERIES - request.bulk.madeToday("query")) },
      DailyDeliveredPlatformEvents: whole(10_000),
      DailyDurableGenericStreamingApiEvents: whole(10_000),
      DailyDurableStreamingApiEvents: whole(10_000),
      DailyGenericStreamingApiEvents: whole(10_000),
      DailyStreamingApiEvents: whole(10_000),
      DailyWorkflowEmails: whole(390),
      DataStorageMB: storageFull ? { Max: 5, Remaining: 0 } : whole(5),
      DurableStreamingApiConcurrentClients: whole(20),
      FileStorageMB: storageFull ? { Max: 20, Remaining: 0 } : whole(20),
      HourlyAsyncReportRuns: whole(1200),
      HourlyODataCallout: whole(10_000),
      HourlyPublishedPlatformEvents: whole(50_000),
      HourlySyncReportRuns: whole(500),
      HourlyTimeBasedWorkflow: whole(50),
      MassEmail: whole(10),
      SingleEmail: whole(15),
      StreamingApiConcurrentClients: whole(request.org.switches.streamClients),
    },
  };
}

/** GET `/limits/recordCount?sObjects=A,B`. */
export function recordCount(request: ApiRequest): ApiReply {
  const asked = request.query.get("sObjects");
  const names = asked === null ? request.access.objects().map((object) => object.name) : asked.split(",").map((name) => name.trim());
  const sObjects = names.flatMap((name) => {
    const object = request.access.object(name);
    if (!object) return [];
    let count = 0;
    for (const row of request.org.store.rows(object.name)) if (row.deletedAt === undefined) count += 1;
    return [{ count, name: object.name }];
  });
  return { status: 200, body: { sObjects } };
}
