import type { RtpPayload } from './rtp-packet.ts';

const fuA = 28;
const startBit = 0x80;
const endBit = 0x40;

/**
 * RFC 6184: the NAL units of one access unit as RTP payloads, each unit whole when it fits `maxBytes`, else in FU-A fragments.
 * The marker is on the last payload of the access unit.
 */
export function h264Payloads(nalUnits: readonly Buffer[], maxBytes: number): readonly RtpPayload[] {
  return nalUnits.flatMap((nalUnit, index) => {
    const isLast = index === nalUnits.length - 1;
    return nalUnit.length <= maxBytes ? [{ bytes: nalUnit, marker: isLast }] : fragments(nalUnit, maxBytes, isLast);
  });
}

function fragments(nalUnit: Buffer, maxBytes: number, isLast: boolean): readonly RtpPayload[] {
  const header = nalUnit[0] ?? 0;
  const body = nalUnit.subarray(1);
  const step = maxBytes - 2;
  const payloads: RtpPayload[] = [];
  for (let at = 0; at < body.length; at += step) {
    const part = body.subarray(at, at + step);
    const ends = at + step >= body.length;
    const indicator = Buffer.from([(header & 0xe0) | fuA, (header & 0x1f) | (at === 0 ? startBit : 0) | (ends ? endBit : 0)]);
    payloads.push({ bytes: Buffer.concat([indicator, part]), marker: isLast && ends });
  }
  return payloads;
}
