import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type { MimeFile } from "./mime.ts";

/** A one-page PDF that shows the lines given. */
export function pdf(name: string, lines: readonly string[]): MimeFile {
  const shown = lines.map((line, row) => `BT /F1 14 Tf 56 ${780 - row * 22} Td (${line.replaceAll(/[\\()]/gu, "\\$&")}) Tj ET`).join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${Buffer.byteLength(shown, "latin1")} >>\nstream\n${shown}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let written = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = written.length;
    written += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  written += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${written.length}\n%%EOF\n`;
  return { name, type: "application/pdf", bytes: Buffer.from(written, "latin1") };
}

/** A PNG picture of a lamp's light: brighter towards the middle, in the colour given. */
export function png(name: string, size: number, [red, green, blue]: readonly [number, number, number]): MimeFile {
  const rows = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const light = Math.max(0, 1 - Math.hypot(x - size / 2, y - size / 2) / (size / 2));
      rows.set([red * light, green * light, blue * light], y * (size * 3 + 1) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const bytes = Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
  return { name, type: "image/png", bytes };
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

export function csv(name: string, rows: readonly (readonly (string | number)[])[]): MimeFile {
  return { name, type: "text/csv", bytes: Buffer.from(`${rows.map((row) => row.join(";")).join("\r\n")}\r\n`, "utf8") };
}
