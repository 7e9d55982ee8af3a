/** One payload of RTP before it has a header. */
export interface RtpPayload {
  readonly bytes: Buffer;
  /** Set on the last payload of a frame. */
  readonly marker: boolean;
}

interface RtpHeader {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

const headerBytes = 12;
const version = 0x80;

/** RFC 3550 section 5.1: fixed header without padding, extension or contributing sources. */
export function rtpPacket(header: RtpHeader, payload: RtpPayload): Buffer {
  const packet = Buffer.allocUnsafe(headerBytes + payload.bytes.length);
  packet[0] = version;
  packet[1] = (payload.marker ? 0x80 : 0) | header.payloadType;
  packet.writeUInt16BE(header.sequence & 0xffff, 2);
  packet.writeUInt32BE(header.timestamp >>> 0, 4);
  packet.writeUInt32BE(header.ssrc >>> 0, 8);
  payload.bytes.copy(packet, headerBytes);
  return packet;
}
