/** A piece of a camera's stream on its way to a console: exactly the bytes that are being recorded. */
export interface PreviewMessage {
  readonly streamId: number;
  /** `init`: ftyp+moov; a later init means a new run. `fragment`: moof+mdat. */
  readonly kind: 'init' | 'fragment';
  /** Room time of the first frame; 0 for an init. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** stream id (uint32), kind (uint8: 0 init, 1 fragment), room time in ms (float64), all big-endian, then the bytes. */
const previewHeaderBytes = 13;

export function writePreviewMessage(message: PreviewMessage): Uint8Array {
  const out = new Uint8Array(previewHeaderBytes + message.bytes.byteLength);
  const view = new DataView(out.buffer);
  view.setUint32(0, message.streamId);
  view.setUint8(4, message.kind === 'init' ? 0 : 1);
  view.setFloat64(5, message.atMs);
  out.set(message.bytes, previewHeaderBytes);
  return out;
}

/** @throws Error when the message is shorter than its header. */
export function readPreviewMessage(data: Uint8Array): PreviewMessage {
  if (data.byteLength < previewHeaderBytes) throw new Error('Preview message is too short');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { streamId: view.getUint32(0), kind: view.getUint8(4) === 0 ? 'init' : 'fragment', atMs: view.getFloat64(5), bytes: data.subarray(previewHeaderBytes) };
}

/**
 * The MediaSource type of an init, read from its own boxes: a camera may change its H.264 profile between two runs.
 * Undefined when it has no `avcC` box (ISO/IEC 14496-15).
 */
export function mediaTypeOfInit(init: Uint8Array): string | undefined {
  const avcC = findType(init, 'avcC');
  if (avcC === undefined) return undefined;
  const codec = [...init.subarray(avcC + 5, avcC + 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const video = `avc1.${codec}`;
  return `video/mp4; codecs="${findType(init, 'mp4a') === undefined ? video : `${video}, mp4a.40.2`}"`;
}

function findType(bytes: Uint8Array, type: string): number | undefined {
  for (let at = 0; at + type.length <= bytes.length; at++) if (String.fromCharCode(...bytes.subarray(at, at + type.length)) === type) return at;
  return undefined;
}
