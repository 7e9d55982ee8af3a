import { formatRoomTime } from '../../shared/domain/index.ts';
import type { ClipDocument } from '../verify/index.ts';
import { durationText } from './report-words.ts';

type Cut = Pick<ClipDocument['cuts'][number], 'fromMs' | 'toMs'>;

/** What stands before a cut: which it is, from when to when, and how much was left out since the one before. */
export function cutTitle(cuts: readonly Cut[], index: number, timeZone: string): readonly string[] {
  const [cut, before] = [cuts[index], cuts[index - 1]];
  if (cut === undefined) return [];
  const time = (ms: number) => formatRoomTime(ms, timeZone);
  const left = before === undefined ? [] : [`此前略去 ${durationText(cut.fromMs - before.toMs)} LEFT OUT BEFORE THIS`];
  return [`剪辑第 ${index + 1} 段,共 ${cuts.length} 段 CUT ${index + 1} OF ${cuts.length}`, `${time(cut.fromMs)} — ${time(cut.toMs)}`, ...left];
}

/** `cut-list.txt`: for people, both languages. */
export function cutListText(clip: ClipDocument, timeZone: string): string {
  const time = (ms: number) => formatRoomTime(ms, timeZone);
  const cuts = clip.cuts.map(({ fromMs, toMs, atMs }, n) => [
    `${n + 1}. ${time(fromMs)} — ${time(toMs)}   ${durationText(toMs - fromMs)}   剪辑中位置 in the clip: ${durationText(atMs)}`,
    ...clip.films.flatMap(({ streamId, pieces }) => pieces.filter(({ cut }) => cut === n + 1).map(({ segment, inMs, outMs }) => `   ${streamId}/${segment}  ${durationText(inMs)} — ${durationText(outMs)}`)),
  ].join('\n'));
  return `剪辑件,非完整录像 CLIP, NOT THE WHOLE RECORDING

案件编号 Case: ${clip.caseNumber}
场次 Session: ${clip.sessionId}
剪辑 Clip: 第 ${clip.number} 个 No. ${clip.number}, ${clip.clipId}
剪自 Cut from: 副本第 ${clip.copy.number} 号 copy No. ${clip.copy.number}, ${clip.copy.packetId}
码流 Streams: ${clip.films.map(({ streamId }) => streamId).join(', ')}
申请人 / 用途 / 接收人 Requested by / purpose / recipient: ${clip.requestedBy === '' ? '—' : clip.requestedBy} / ${clip.purpose} / ${clip.recipient}
批准人 Approved by: ${clip.approvedBy.name} (${clip.approvedBy.role})
制作 Made: ${time(clip.madeAtMs)}   ${clip.madeBy}

剪辑表 Cut list (${timeZone})
${cuts.join('\n')}

原始分段的 SHA-256 SHA-256 of the segments it is cut from
${clip.films.flatMap(({ streamId, parents }) => parents.map(({ segment, sha256 }) => `${sha256}  ${streamId}/${segment}`)).join('\n')}

封存清单 SHA-256 of the sealed manifest: ${clip.manifestSha256}

剪辑文件的 SHA-256 SHA-256 of the films
${clip.films.map(({ path, sha256 }) => `${sha256}  ${path}`).join('\n')}
`;
}
