import { generate } from "selfsigned";

/** A key and its self-signed certificate, both PEM: what a server needs for https, and what its callers have to trust. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/**
 * A certificate for `localhost` and 127.0.0.1, made anew at each start: no key lies in the repository, and none runs out unnoticed.
 * Callers trust it by `NODE_EXTRA_CA_CERTS`, or by `tls.setDefaultCACertificates` within their own process.
 */
export async function testCertificate(now: Date = new Date(), days = 30): Promise<TestCertificate> {
  const made = await generate([{ name: "commonName", value: "Tandem test certificate" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + days * DAY_MS),
    extensions: [
      // It vouches for itself, so it must be allowed to.
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
