/** One answer of a time server (RFC 5905 section 7.3), times in ms since 1970 UTC. */
export interface NtpReply {
  readonly receivedAtMs: number;
  readonly transmittedAtMs: number;
  readonly stratum: number;
  readonly rootDelayMs: number;
  readonly rootDispersionMs: number;
  /** How finely the server reads its own clock. */
  readonly precisionMs: number;
  readonly referenceId: string;
}

/**
 * What a datagram is to the one who waits for an answer. `foreign` was not sent in answer to this request and is passed over, so that
 * nobody can spoil a round by throwing packets at it; `kiss` is the server asking to be left alone (RFC 5905 section 7.4).
 */
export type NtpVerdict =
  | { readonly kind: 'reply'; readonly reply: NtpReply }
  | { readonly kind: 'kiss'; readonly code: string }
  | { readonly kind: 'unfit'; readonly why: string }
  | { readonly kind: 'foreign'; readonly why: string };

export const cookieBytes = 8;
const packetBytes = 48;
const secondsFrom1900To1970 = 2_208_988_800;
const eraSeconds = 2 ** 32;

/**
 * A client request, version 4. Its transmit timestamp is a random cookie and not our time: the server only echoes it, a stranger
 * cannot guess it, and our clock is nobody's business.
 */
export function ntpRequest(cookie: Uint8Array): Uint8Array {
  if (cookie.byteLength !== cookieBytes) throw new Error(`A cookie has ${cookieBytes} bytes, not ${cookie.byteLength}`);
  const packet = new Uint8Array(packetBytes);
  packet[0] = (4 << 3) | 3;
  packet.set(cookie, 40);
  return packet;
}

/** Judges a datagram; never throws. */
export function judgeNtpPacket(packet: Uint8Array, cookie: Uint8Array): NtpVerdict {
  if (packet.byteLength < packetBytes) return { kind: 'foreign', why: `only ${packet.byteLength} bytes` };
  if (!cookie.every((byte, index) => packet[24 + index] === byte)) return { kind: 'foreign', why: 'originate timestamp is not ours' };
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const flags = view.getUint8(0);
  if ((flags & 7) !== 4) return { kind: 'foreign', why: `mode ${flags & 7}` };
  const version = (flags >> 3) & 7;
  if (version < 3 || version > 4) return { kind: 'foreign', why: `version ${version}` };
  const stratum = view.getUint8(1);
  if (stratum === 0) return { kind: 'kiss', code: asciiCode(packet) };
  const why = unfitness(view, flags, stratum);
  if (why !== null) return { kind: 'unfit', why };
  return {
    kind: 'reply',
    reply: {
      receivedAtMs: timestampMs(view, 32),
      transmittedAtMs: timestampMs(view, 40),
      stratum,
      rootDelayMs: shortMs(view, 4),
      rootDispersionMs: shortMs(view, 8),
      precisionMs: 2 ** Math.min(Math.max(view.getInt8(3), -32), 8) * 1000,
      referenceId: stratum === 1 ? asciiCode(packet) : Array.from(packet.subarray(12, 16)).join('.'),
    },
  };
}

function unfitness(view: DataView, flags: number, stratum: number): string | null {
  if (flags >> 6 === 3) return 'the server says it is not synchronised (leap 3)';
  if (stratum > 15) return `stratum ${stratum}`;
  if (view.getUint32(40) === 0 && view.getUint32(44) === 0) return 'no transmit timestamp';
  if (view.getUint32(32) === 0 && view.getUint32(36) === 0) return 'no receive timestamp';
  if (timestampMs(view, 40) < timestampMs(view, 32)) return 'sent before it received';
  const rootDistanceMs = shortMs(view, 4) / 2 + shortMs(view, 8);
  // RFC 5905 calls a server with this dispersion (MAXDISP) unsynchronised.
  if (rootDistanceMs >= 16_000) return `its own error is ${Math.round(rootDistanceMs)} ms`;
  return null;
}

/** RFC 4330 section 3: with the highest bit set the time lies in 1968-2036, without it in 2036-2104. */
function timestampMs(view: DataView, at: number): number {
  const seconds = view.getUint32(at);
  const era = seconds < 2 ** 31 ? eraSeconds : 0;
  return (era + seconds - secondsFrom1900To1970) * 1000 + (view.getUint32(at + 4) / 2 ** 32) * 1000;
}

function shortMs(view: DataView, at: number): number {
  return (view.getUint32(at) / 65_536) * 1000;
}

function asciiCode(packet: Uint8Array): string {
  return Array.from(packet.subarray(12, 16), (byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '')).join('');
}
