import type { FastifyInstance, FastifyReply } from "fastify";
import { Access } from "../access.ts";
import type { Org } from "../org.ts";
import { metadataCall, SoapFault, type MetadataParts } from "./calls.ts";
import { child, childText, MalformedXml, readXml, writeXml, type XmlElement, type XmlValue } from "./xml.ts";

/** Whose session a token is; null when it is nobody's. */
export type UserOfToken = (token: string) => string | null;

const ENVELOPE = {
  "@xmlns:soapenv": "http://schemas.xmlsoap.org/soap/envelope/",
  "@xmlns": "http://soap.sforce.com/2006/04/metadata",
  "@xmlns:sf": "http://soap.sforce.com/2006/04/metadata",
  "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
};

/** `/services/Soap/m/{version}`: the Metadata API. Faults are HTTP 500. */
export function addMetadataApi(app: FastifyInstance, parts: MetadataParts, userOf: UserOfToken): void {
  app.post("/services/Soap/m/:version", async (request, reply) => {
    reply.header("content-type", "text/xml; charset=utf-8");
    try {
      const { header, call } = opened(Buffer.isBuffer(request.body) ? request.body.toString("utf8") : "");
      const session = header && child(header, "SessionHeader");
      const userId = userOf((session && childText(session, "sessionId")) ?? "");
      if (userId === null) throw endedSession();
      checkAdmission(parts.org, userId);
      parts.org.countRequests(1);
      return reply.send(enveloped({ [`${call.name}Response`]: { result: metadataCall(parts, userId, call) } }));
    } catch (error) {
      const fault =
        error instanceof MalformedXml ? new SoapFault("soapenv:Client", `Element could not be parsed: ${error.message}`) : error;
      if (!(fault instanceof SoapFault)) throw error;
      return sendFault(reply, fault);
    }
  });
}

/** Faults are sent with 500, whatever they are about. */
export function sendFault(reply: FastifyReply, fault: SoapFault): FastifyReply {
  const body = enveloped({ "soapenv:Fault": { faultcode: fault.code, faultstring: fault.message } });
  return reply.code(500).header("content-type", "text/xml; charset=utf-8").send(body);
}

export function endedSession(): SoapFault {
  return new SoapFault("sf:INVALID_SESSION_ID", "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session");
}

/** @throws SoapFault where the API is off, or the day's requests are used up */
function checkAdmission(org: Org, userId: string): void {
  if (!org.switches.apiEnabled || !new Access(org, userId).permissions.apiEnabled) {
    throw new SoapFault("sf:API_DISABLED_FOR_ORG", "API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner");
  }
  if (org.requestsToday() >= org.switches.dailyRequests) {
    throw new SoapFault("sf:REQUEST_LIMIT_EXCEEDED", "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.");
  }
}

/** @throws MalformedXml */
function opened(text: string): { readonly header: XmlElement | undefined; readonly call: XmlElement } {
  const envelope = readXml(text);
  const call = child(envelope, "Body")?.children[0];
  if (envelope.name !== "Envelope" || !call) throw new MalformedXml("no call in a SOAP body");
  return { header: child(envelope, "Header"), call };
}

function enveloped(body: XmlValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${writeXml("soapenv:Envelope", { ...ENVELOPE, "soapenv:Body": body })}`;
}
