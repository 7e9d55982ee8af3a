import { Document, Packer, Paragraph } from 'docx';
import { formatRoomTime } from '../../src/shared/domain/index.ts';

interface Interrupted {
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** A transcript as an officer writes it, with these times of the room (`2026-11-23 14:03`) and these interruptions of the recording. */
export function transcriptDocument(start: string, end: string, officers: readonly string[], interviewee: string, place: string, interruptions: readonly Interrupted[] = []): Promise<Buffer> {
  const chinese = (time: string) => time.replace(/^(\d+)-(\d+)-(\d+) (\d+):(\d+).*$/, '$1年$2月$3日$4时$5分');
  const minute = (ms: number | null) => chinese(formatRoomTime(ms ?? 0, 'Asia/Shanghai'));
  const lines = [
    '讯问笔录', `时间:${chinese(start)}至${chinese(end)}`, `地点:${place}`, `讯问人:${officers.join('、')}`, `被讯问人:${interviewee}`, '问:你好,今天的讯问全程录音录像。', '答:明白。',
    ...interruptions.map(({ fromMs, toMs }) => `问:录音录像因网络故障于${minute(fromMs)}中断,${minute(toMs)}恢复,期间没有讯问,对吗?`),
  ];
  return Packer.toBuffer(new Document({ sections: [{ children: lines.map((line) => new Paragraph(line)) }] }));
}
