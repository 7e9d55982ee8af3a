import { describe, expect, it } from 'vitest';
import { aacPayload } from './aac-payload.ts';
import { AccessUnitReader, splitNalUnits, toAnnexB, type AccessUnit } from './access-unit.ts';
import { AdtsReader, type AacFrame } from './adts-frame.ts';
import { h264Payloads } from './h264-payload.ts';
import { senderReport } from './rtcp-report.ts';
import { RtpTrack } from './rtp-track.ts';
import { rtpPacket } from './rtp-packet.ts';

const nal = (type: number, bytes: number) => Buffer.concat([Buffer.from([0x60 | type]), Buffer.alloc(bytes - 1, 0xab)]);

/** What a receiver does (RFC 6184 section 5.8): puts FU-A fragments together again. */
function reassemble(payloads: readonly { readonly bytes: Buffer }[]): Buffer[] {
  const units: Buffer[] = [];
  for (const { bytes } of payloads) {
    const [indicator = 0, header = 0] = bytes;
    if ((indicator & 0x1f) !== 28) units.push(bytes);
    else if ((header & 0x80) !== 0) units.push(Buffer.concat([Buffer.from([(indicator & 0xe0) | (header & 0x1f)]), bytes.subarray(2)]));
    else units.push(Buffer.concat([units.pop() ?? Buffer.alloc(0), bytes.subarray(2)]));
  }
  return units;
}

describe('RTP packets', () => {
  it('carry version, marker, type, sequence, timestamp and source', () => {
    const packet = rtpPacket({ payloadType: 96, sequence: 0x1_0002, timestamp: 0x1_0000_0003, ssrc: 0xdeadbeef }, { bytes: Buffer.from([1, 2]), marker: true });
    expect(packet.toString('hex')).toBe('80e0000200000003deadbeef0102');
  });

  it('keep their sequence across frames and wrap it', () => {
    const track = new RtpTrack({ payloadType: 97, ticksPerSecond: 48_000 });
    const sequences = Array.from({ length: 65_540 }, (_, index) => track.packets(index * 1024, [{ bytes: Buffer.from([0]), marker: true }])[0]?.readUInt16BE(2) ?? -1);
    expect(sequences.every((sequence, index) => index === 0 || sequence === ((sequences[index - 1] ?? 0) + 1) % 65_536)).toBe(true);
  });
});

describe('H.264 payloads (RFC 6184)', () => {
  it.each([1, 50, 99, 100, 101, 198, 199, 1_000])('bring back a NAL unit of %i bytes', (bytes) => {
    const units = [nal(7, 10), nal(5, bytes)];
    const payloads = h264Payloads(units, 100);
    expect(reassemble(payloads)).toEqual(units);
    expect(payloads.every((payload) => payload.bytes.length <= 100)).toBe(true);
    expect(payloads.map((payload) => payload.marker)).toEqual(payloads.map((_, index) => index === payloads.length - 1));
  });

  it('set the end bit on the last fragment only', () => {
    const ends = h264Payloads([nal(5, 250)], 100).map(({ bytes }) => ((bytes[1] ?? 0) & 0x40) !== 0);
    expect(ends).toEqual([false, false, true]);
  });
});

describe('the Annex B reader', () => {
  it('gives the same access units however the bytes are cut', () => {
    const units: AccessUnit[] = [
      { nalUnits: [nal(7, 12), nal(8, 5), nal(5, 40)], isKeyframe: true }, { nalUnits: [nal(1, 30)], isKeyframe: false }, { nalUnits: [nal(1, 8)], isKeyframe: false },
    ];
    const delimiter = Buffer.from([0, 0, 0, 1, 9, 0xf0]);
    const bytes = Buffer.concat([...units.flatMap((unit) => [delimiter, toAnnexB(unit)]), delimiter]);
    for (const step of [1, 2, 3, 7, 1_000]) {
      const read: AccessUnit[] = [];
      const reader = new AccessUnitReader((unit) => read.push(unit));
      for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
      expect(read).toEqual(units);
    }
  });

  it('takes start codes of three and four bytes', () => {
    expect(splitNalUnits(Buffer.from([0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2]))).toEqual([Buffer.from([0x67, 1]), Buffer.from([0x68, 2])]);
  });
});

describe('AAC', () => {
  const adts = (body: Buffer) => {
    const length = body.length + 7;
    return Buffer.concat([Buffer.from([0xff, 0xf1, (1 << 6) | (3 << 2), 0x40 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]), body]);
  };

  it('frames are cut out of ADTS with the configuration for 48 kHz mono', () => {
    const read: AacFrame[] = [];
    const reader = new AdtsReader((frame) => read.push(frame));
    for (const byte of Buffer.concat([adts(Buffer.from([1, 2, 3])), adts(Buffer.alloc(300, 7))])) reader.push(Buffer.from([byte]));
    expect(read.map((frame) => frame.accessUnit)).toEqual([Buffer.from([1, 2, 3]), Buffer.alloc(300, 7)]);
    expect(read[0]?.config.toString('hex')).toBe('1188');
  });

  it('a lost sync word is noticed', () => {
    expect(() => new AdtsReader(() => undefined).push(Buffer.alloc(20))).toThrow('sync');
  });

  it('an access unit gets its AU header (RFC 3640)', () => {
    expect(aacPayload(Buffer.alloc(300)).bytes.subarray(0, 4).toString('hex')).toBe('00100960');
  });
});

describe('sender reports (RFC 3550)', () => {
  it('tie a timestamp to NTP time', () => {
    const report = senderReport({ ssrc: 1, atMs: 500, timestamp: 90_000, packets: 3, bytes: 400, name: 'camera' });
    expect([report.readUInt32BE(8), report.readUInt32BE(12), report.readUInt32BE(16)]).toEqual([2_208_988_800, 2 ** 31, 90_000]);
    expect(report.length % 4).toBe(0);
    expect(report.readUInt16BE(2)).toBe(6);
    expect(report.subarray(28).readUInt16BE(2) * 4 + 4).toBe(report.length - 28);
  });
  it('never move the times of a receiver by a jump', () => {
    const track = new RtpTrack({ payloadType: 96, ticksPerSecond: 90_000 });
    track.packets(0, [{ bytes: Buffer.from([0]), marker: true }]);
    const ntpMs = (nowMs: number) => {
      const report = track.report(nowMs, 0, 'camera');
      return (report.readUInt32BE(8) - 2_208_988_800) * 1000 + (report.readUInt32BE(12) * 1000) / 2 ** 32;
    };
    track.noteStart(5_000);
    expect(ntpMs(6_000)).toBeCloseTo(5_000, 3);
    track.noteStart(4_300);
    expect(ntpMs(11_000)).toBeCloseTo(4_995, 3);
    expect(ntpMs(1_000_000)).toBeCloseTo(4_300, 3);
  });
});
