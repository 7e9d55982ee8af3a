import type { RtpPayload } from './rtp-packet.ts';

const sizeBits = 13;

/** RFC 3640 section 3.3.6 (AAC-hbr): one access unit, with its 16-bit AU header, as one payload. */
export function aacPayload(accessUnit: Buffer): RtpPayload {
  if (accessUnit.length >= 2 ** sizeBits) throw new Error(`AAC access unit of ${accessUnit.length} bytes`);
  const headers = Buffer.alloc(4);
  headers.writeUInt16BE(16, 0);
  headers.writeUInt16BE(accessUnit.length << 3, 2);
  return { bytes: Buffer.concat([headers, accessUnit]), marker: true };
}
