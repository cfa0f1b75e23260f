import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A key and its self-signed certificate, both PEM: what a server needs for https, and what its callers have to trust. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;
const NAME = "Tandem test certificate";

/**
 * A certificate for `localhost` and 127.0.0.1, made anew at each start: no key lies in the repository, and none runs out unnoticed.
 * Callers trust it by `NODE_EXTRA_CA_CERTS`, or by `tls.setDefaultCACertificates` within their own process.
 */
export function testCertificate(now: Date = new Date(), days = 30): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  const algorithm = sequence(objectId(1, 2, 840, 10_045, 4, 3, 2)); // ecdsa-with-SHA256
  const name = sequence(set(sequence(objectId(2, 5, 4, 3), der(0x0c, Buffer.from(NAME)))));
  const keyId = createHash("sha1").update(publicInfo).digest();
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - DAY_MS)), time(new Date(now.getTime() + days * DAY_MS))),
    name,
    publicInfo,
    der(
      0xa3,
      sequence(
        // It vouches for itself, so it must be allowed to.
        extension(objectId(2, 5, 29, 19), sequence(der(0x01, Buffer.from([0xff]))), true),
        extension(objectId(2, 5, 29, 17), sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])))),
        extension(objectId(2, 5, 29, 14), der(0x04, keyId)),
      ),
    ),
  );
  const signature = sign("sha256", content, privateKey);
  const whole = sequence(content, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString("base64").match(/.{1,64}/gu) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

// The few words of DER (X.690) of which a certificate (RFC 5280) is made.

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, Buffer.concat(parts));
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);

/** UTCTime, which RFC 5280 wants until 2049. */
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/gu, "")}Z`));

function extension(id: Buffer, value: Buffer, critical = false): Buffer {
  return sequence(id, ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
