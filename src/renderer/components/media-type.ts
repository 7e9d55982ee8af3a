/**
 * The MediaSource type of an init segment, read from its own boxes: a camera may change its H.264 profile between two runs.
 * Undefined when there is no `avcC` box (ISO/IEC 14496-15): then the station's word is all there is.
 */
export function mediaTypeOfInit(init: Uint8Array): string | undefined {
  const avcC = findType(init, 'avcC');
  if (avcC === undefined) return undefined;
  const [profile, compatibility, level] = [init[avcC + 5], init[avcC + 6], init[avcC + 7]];
  if (profile === undefined || compatibility === undefined || level === undefined) return undefined;
  const video = `avc1.${[profile, compatibility, level].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  return `video/mp4; codecs="${findType(init, 'mp4a') === undefined ? video : `${video}, mp4a.40.2`}"`;
}

function findType(bytes: Uint8Array, type: string): number | undefined {
  for (let at = 0; at + type.length <= bytes.length; at++) if (String.fromCharCode(...bytes.subarray(at, at + type.length)) === type) return at;
  return undefined;
}
