import { Document, Packer, Paragraph } from 'docx';

/** A transcript as an officer writes it, with these times of the room (`2026-11-23 14:03`). */
export function transcriptDocument(start: string, end: string, officers: readonly string[], interviewee: string, place: string): Promise<Buffer> {
  const chinese = (time: string) => time.replace(/^(\d+)-(\d+)-(\d+) (\d+):(\d+).*$/, '$1年$2月$3日$4时$5分');
  const lines = ['讯问笔录', `时间:${chinese(start)}至${chinese(end)}`, `地点:${place}`, `讯问人:${officers.join('、')}`, `被讯问人:${interviewee}`, '问:你好,今天的讯问全程录音录像。', '答:明白。'];
  return Packer.toBuffer(new Document({ sections: [{ children: lines.map((line) => new Paragraph(line)) }] }));
}
