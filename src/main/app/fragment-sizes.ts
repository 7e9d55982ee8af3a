import type { FragmentSizes } from '../health/index.ts';
import type { MediaFragment } from '../segments/index.ts';

/** What each second of a fragment takes on the disk. */
export function sizesOf({ parts, durationMs }: MediaFragment): FragmentSizes {
  const perSecond = 1000 / Math.max(durationMs, 1);
  const bytesOf = (kind: string) => parts.filter(({ track }) => track.kind === kind).flatMap(({ ranges }) => ranges).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const keyBytes = parts.find(({ track }) => track.kind === 'video')?.firstBytes ?? 0;
  const hasSound = parts.some(({ track }) => track.kind === 'audio');
  return { keyBytes, changeBytes: (bytesOf('video') - keyBytes) * perSecond, soundBytes: hasSound ? bytesOf('audio') * perSecond : null };
}
