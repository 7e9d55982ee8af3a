/** One AAC frame out of an ADTS stream. */
export interface AacFrame {
  readonly accessUnit: Buffer;
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) that its header stands for. */
  readonly config: Buffer;
}

export const samplesPerAacFrame = 1024;
const headerBytes = 7;

/** Cuts an ADTS byte stream (ISO/IEC 14496-3, 1.A.2) into frames; throws when it loses the sync word. */
export class AdtsReader {
  #pending: Buffer = Buffer.alloc(0);
  readonly #onFrame: (frame: AacFrame) => void;

  constructor(onFrame: (frame: AacFrame) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const length = frameBytes(this.#pending);
      if (length === undefined || this.#pending.length < length) return;
      this.#onFrame(readFrame(this.#pending.subarray(0, length)));
      this.#pending = this.#pending.subarray(length);
    }
  }
}

function frameBytes(bytes: Buffer): number | undefined {
  if (bytes.length < headerBytes) return undefined;
  if ((bytes.readUInt16BE(0) & 0xfff0) !== 0xfff0) throw new Error('ADTS sync word missing');
  return lengthOf(bytes);
}

function lengthOf(bytes: Buffer): number {
  return (((bytes[3] ?? 0) & 0x03) << 11) | ((bytes[4] ?? 0) << 3) | ((bytes[5] ?? 0) >>> 5);
}

function readFrame(bytes: Buffer): AacFrame {
  const second = bytes[2] ?? 0;
  const hasCrc = ((bytes[1] ?? 0) & 1) === 0;
  const objectType = (second >>> 6) + 1;
  const frequencyIndex = (second >>> 2) & 0x0f;
  const channels = ((second & 1) << 2) | ((bytes[3] ?? 0) >>> 6);
  const config = Buffer.alloc(2);
  config.writeUInt16BE((objectType << 11) | (frequencyIndex << 7) | (channels << 3));
  return { accessUnit: Buffer.from(bytes.subarray(headerBytes + (hasCrc ? 2 : 0))), config };
}
