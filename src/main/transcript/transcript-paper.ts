import type { Page, Row } from './page-layout.ts';
import { chineseTime, endLabel } from './page-layout.ts';

/** What became of a page for one person, as it is printed at its foot. */
export interface PaperSignature {
  readonly name: string;
  readonly signsAs: 'interviewee' | 'interpreter' | 'guardian';
  /** `2026年…` and how, or why not; empty for a line to be signed with a pen. */
  readonly words: string;
  /** Path data of a signature that was drawn on the pad, in a box of 300 by 100; empty when there is none. */
  readonly path: string;
}

export interface PaperPage extends Page {
  readonly signatures: readonly PaperSignature[];
  /** When the lines of this page were begun, as the recorder measured it. */
  readonly recorded: string;
}

/** Everything that is printed. */
export interface TranscriptPaper {
  readonly title: string;
  readonly pages: readonly PaperPage[];
  /** Null before recording has ended: then the line stays empty and the paper is a draft. */
  readonly endsAtMs: number | null;
  readonly timeZone: string;
  readonly sessionId: string;
  readonly version: number;
  /** Of the document that was signed. */
  readonly documentSha256: string;
  readonly createdAtMs: number;
}

export const signerWords: Readonly<Record<PaperSignature['signsAs'], string>> = { interviewee: '被讯(询)问人', interpreter: '翻译人员', guardian: '法定代理人' };

/** The text of a row with the recorder's end filled in. */
export function filledRuns(row: Row, { endsAtMs, timeZone }: TranscriptPaper): Row['runs'] {
  const [first] = row.runs;
  if (row.kind !== 'header' || first?.text !== endLabel) return row.runs;
  return [{ text: `${endLabel}${endsAtMs === null ? '      年  月  日  时  分(录制结束时由录制主机填写)' : chineseTime(endsAtMs, timeZone)}`, struck: false }];
}

export function footOf(page: PaperPage, paper: TranscriptPaper): readonly [string, string] {
  return [
    `第 ${page.number} 页 共 ${paper.pages.length} 页${page.recorded === '' ? '' : `  录像时间 ${page.recorded}`}`,
    `${paper.endsAtMs === null ? '草稿  ' : ''}${paper.sessionId}  第 ${paper.version} 版  校验值 ${page.sha256.slice(0, 16)}`,
  ];
}
