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
  const [a, b, c, d] = [...type].map((letter) => letter.charCodeAt(0));
  for (let at = 0; at + 4 <= bytes.length; at++) if (bytes[at] === a && bytes[at + 1] === b && bytes[at + 2] === c && bytes[at + 3] === d) return at;
  return undefined;
}
