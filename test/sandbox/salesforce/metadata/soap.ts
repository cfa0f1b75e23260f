import type { FastifyInstance } from "fastify";
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
      if (userId === null) {
        throw new SoapFault("sf:INVALID_SESSION_ID", "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session");
      }
      parts.org.countRequests(1);
      return reply.send(enveloped({ [`${call.name}Response`]: { result: metadataCall(parts, userId, call) } }));
    } catch (error) {
      const fault =
        error instanceof MalformedXml ? new SoapFault("soapenv:Client", `Element could not be parsed: ${error.message}`) : error;
      if (!(fault instanceof SoapFault)) throw error;
      return reply.code(500).send(enveloped({ "soapenv:Fault": { faultcode: fault.code, faultstring: fault.message } }));
    }
  });
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
