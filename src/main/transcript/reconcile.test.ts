import { describe, expect, it } from 'vitest';
import { reconcile, type ReconcileInput } from './reconcile.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const recording = { startsAtMs: at('2026-11-23T14:03:07.400'), endsAtMs: at('2026-11-23T16:20:41.000'), place: '讯问室一', interviewee: '王五', officers: ['张三', '李四'] };
const transcript = { startsAtMs: at('2026-11-23T14:03:00'), endsAtMs: at('2026-11-23T16:20:00'), place: '某某分局办案区 讯问室(一)', interviewee: '王 五', officers: ['李四', '张三'], recorder: '李四' };
const run = (change: Partial<ReconcileInput['transcript']> = {}, toleranceMs = 10_000) =>
  reconcile({ transcript: { ...transcript, ...change }, recording, toleranceMs, timeZone: 'Asia/Shanghai' });
const disagreeing = (change: Partial<ReconcileInput['transcript']>, toleranceMs?: number) =>
  run(change, toleranceMs).rows.filter((row) => !row.agrees).map((row) => row.item);

describe('reconcile', () => {
  it('shows both sides of every item', () => {
    expect(run()).toEqual({
      agrees: true,
      rows: [
        { item: 'start', subject: '', clockErrorMs: null, transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:07', differenceMs: -7_400, toleranceMs: 10_000, agrees: true, blocks: true },
        { item: 'end', subject: '', clockErrorMs: null, transcript: '2026-11-23 16:20:00', recording: '2026-11-23 16:20:41', differenceMs: -41_000, toleranceMs: 10_000, agrees: true, blocks: true },
        { item: 'place', subject: '', clockErrorMs: null, transcript: '某某分局办案区 讯问室(一)', recording: '讯问室一', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
        { item: 'interviewee', subject: '', clockErrorMs: null, transcript: '王 五', recording: '王五', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
        { item: 'officers', subject: '', clockErrorMs: null, transcript: '李四、张三', recording: '张三、李四', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
      ],
    });
  });

  it.each([
    ['the next minute, beyond tolerance', { startsAtMs: at('2026-11-23T14:04:00') }, 10_000, ['start']],
    ['the next minute, within tolerance', { startsAtMs: at('2026-11-23T14:04:00') }, 60_000, []],
    ['exactly the tolerance', { startsAtMs: recording.startsAtMs + 120_000 }, 120_000, []],
    ['one more than the tolerance', { startsAtMs: recording.startsAtMs + 120_001 }, 120_000, ['start']],
    ['the minute before, beyond tolerance', { endsAtMs: at('2026-11-23T16:19:00') }, 10_000, ['end']],
    ['the same minute with no tolerance', {}, 0, []],
    ['another day', { startsAtMs: at('2026-11-22T14:03:00') }, 60_000, ['start']],
  ])('times: %s', (_name, change, toleranceMs, items) => expect(disagreeing(change, toleranceMs)).toEqual(items));

  it.each([
    ['no place', { place: null }, ['place']],
    ['another place', { place: '讯问室二' }, ['place']],
    ['another person', { interviewee: '赵六' }, ['interviewee']],
    ['nobody named', { interviewee: null, officers: [], recorder: null }, ['interviewee', 'officers']],
    ['the second officer only as recorder', { officers: ['张三'], recorder: '李四' }, []],
    ['one officer missing', { officers: ['张三'], recorder: null }, ['officers']],
    ['an officer who was not there', { officers: ['张三', '李四', '赵六'] }, ['officers']],
    ['a recorder who is no officer', { recorder: '赵六' }, []],
  ])('persons only warn: %s', (_name, change, items) => {
    expect(disagreeing(change)).toEqual(items);
    expect(run(change).agrees).toBe(true);
  });

  it('blocks on times alone', () => {
    expect(run({ startsAtMs: at('2026-11-23T13:00:00') }).agrees).toBe(false);
    expect(run({ endsAtMs: at('2026-11-23T17:00:00') }).agrees).toBe(false);
  });
});
