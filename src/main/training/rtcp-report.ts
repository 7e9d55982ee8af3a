interface SenderReport {
  readonly ssrc: number;
  /** The instant (ms since 1970 UTC) at which `timestamp` was or will be captured. */
  readonly atMs: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly bytes: number;
  readonly name: string;
}

const senderReportType = 200;
const descriptionType = 202;
const senderReportBytes = 28;
const secondsFrom1900To1970 = 2_208_988_800;

/** RFC 3550 sections 6.4.1 and 6.5: a sender report with the canonical name of the source, as one compound packet. */
export function senderReport(report: SenderReport): Buffer {
  const sender = Buffer.alloc(senderReportBytes);
  writeHeader(sender, 0, senderReportType);
  sender.writeUInt32BE(report.ssrc >>> 0, 4);
  const seconds = Math.floor(report.atMs / 1000);
  sender.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, 8);
  sender.writeUInt32BE(Math.floor(((report.atMs - seconds * 1000) / 1000) * 2 ** 32), 12);
  sender.writeUInt32BE(report.timestamp >>> 0, 16);
  sender.writeUInt32BE(report.packets >>> 0, 20);
  sender.writeUInt32BE(report.bytes >>> 0, 24);
  return Buffer.concat([sender, sourceDescription(report.ssrc, report.name)]);
}

function sourceDescription(ssrc: number, name: string): Buffer {
  const text = Buffer.from(name, 'utf8');
  const itemBytes = 2 + text.length;
  // The list of items ends with at least one zero byte and is padded to a whole number of words.
  const packet = Buffer.alloc(8 + Math.ceil((itemBytes + 1) / 4) * 4);
  writeHeader(packet, 1, descriptionType);
  packet.writeUInt32BE(ssrc >>> 0, 4);
  packet[8] = 1;
  packet[9] = text.length;
  text.copy(packet, 10);
  return packet;
}

function writeHeader(packet: Buffer, count: number, type: number): void {
  packet[0] = 0x80 | count;
  packet[1] = type;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
}
