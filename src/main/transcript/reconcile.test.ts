import { describe, expect, it } from 'vitest';
import { reconcile, type ReconcileInput } from './reconcile.ts';
import type { RecordedFacts } from './recorded-facts.ts';
import { findMentions } from './written-mentions.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const instant = (text: string, errorMs = 12) => ({ atMs: at(text), errorMs });
const recording: RecordedFacts = {
  start: instant('2026-11-23T14:03:07.400'), end: instant('2026-11-23T16:20:41.000', 30), place: '讯问室一', interviewee: '王五', officers: ['张三', '李四'],
  interpreters: [], guardians: [], breaks: [], interruptions: [],
};
const transcript = { startsAtMs: at('2026-11-23T14:03:00'), endsAtMs: at('2026-11-23T16:20:00'), place: '某某分局办案区 讯问室(一)', interviewee: '王 五', officers: ['李四', '张三'], recorder: '李四', interpreter: null, guardian: null, mentions: [] };
const run = (change: Partial<ReconcileInput['transcript']> = {}, toleranceMs = 10_000, recorded: Partial<RecordedFacts> = {}) =>
  reconcile({ transcript: { ...transcript, ...change }, recording: { ...recording, ...recorded }, toleranceMs, timeZone: 'Asia/Shanghai' });
const disagreeing = (change: Partial<ReconcileInput['transcript']>, toleranceMs?: number) =>
  run(change, toleranceMs).rows.filter((row) => !row.agrees).map((row) => row.item);

describe('reconcile', () => {
  it('shows both sides of every item', () => {
    expect(run()).toEqual({
      agrees: true,
      rows: [
        { item: 'start', subject: '', word: '', clockErrorMs: 12, transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:07', differenceMs: -7_400, toleranceMs: 10_000, agrees: true, blocks: true },
        { item: 'end', subject: '', word: '', clockErrorMs: 30, transcript: '2026-11-23 16:20:00', recording: '2026-11-23 16:20:41', differenceMs: -41_000, toleranceMs: 10_000, agrees: true, blocks: true },
        { item: 'place', subject: '', word: '', clockErrorMs: null, transcript: '某某分局办案区 讯问室(一)', recording: '讯问室一', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
        { item: 'interviewee', subject: '', word: '', clockErrorMs: null, transcript: '王 五', recording: '王五', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
        { item: 'officers', subject: '', word: '', clockErrorMs: null, transcript: '李四、张三', recording: '张三、李四', differenceMs: null, toleranceMs: null, agrees: true, blocks: false },
      ],
    });
  });

  it.each([
    ['the next minute, beyond tolerance', { startsAtMs: at('2026-11-23T14:04:00') }, 10_000, ['start']],
    ['the next minute, within tolerance', { startsAtMs: at('2026-11-23T14:04:00') }, 60_000, []],
    ['exactly the tolerance', { startsAtMs: recording.start.atMs + 120_000 }, 120_000, []],
    ['one more than the tolerance', { startsAtMs: recording.start.atMs + 120_001 }, 120_000, ['start']],
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

  it('names interpreter and guardian only where there is one', () => {
    expect(run().rows.map(({ item }) => item)).toEqual(['start', 'end', 'place', 'interviewee', 'officers']);
    const { rows } = run({ interpreter: '赵六' }, 0, { guardians: ['王父'] });
    expect(rows.slice(5)).toMatchObject([{ item: 'interpreter', transcript: '赵六', recording: '', agrees: false }, { item: 'guardian', transcript: '', recording: '王父', agrees: false }]);
    expect(run({ guardian: '王 父' }, 0, { guardians: ['王父'] }).rows.at(-1)).toMatchObject({ item: 'guardian', agrees: true });
  });
});

describe('breaks and interruptions', () => {
  const mentions = (text: string) => findMentions(text, 'Asia/Shanghai', transcript.startsAtMs, transcript.endsAtMs);
  const meal = { breakId: 'b-1', kind: 'meal', from: instant('2026-11-23T15:00:20'), to: instant('2026-11-23T15:30:40') } as const;
  const lost = {
    interruptionId: 'int-1', from: instant('2026-11-23T14:40:10'), to: instant('2026-11-23T14:52:30', 40), cause: 'network', explained: 'spoken', explainedAtMs: at('2026-11-23T14:53:00'), signedAtMs: at('2026-11-23T16:19:00'),
  } as const;
  const shown = (text: string, change: Partial<(typeof lost)> | { readonly explained: 'none' } = {}) => {
    const { rows, agrees } = run({ mentions: mentions(text) }, 60_000, { interruptions: [{ ...lost, ...change }] });
    return { agrees, bad: rows.filter((row) => !row.agrees).map(({ item }) => item), rows: rows.filter(({ subject }) => subject === 'int-1') };
  };
  const good = '问:录音录像因网络故障中断,自14时40分起,至14时52分恢复,期间没有讯问,对吗?\n答:对。';

  it('finds a break in the words of the transcript, and only warns where it is not', () => {
    expect(run({ mentions: mentions('记:15时00分至15时30分用餐休息。') }, 0, { breaks: [meal] }).rows.at(-1)).toMatchObject({ item: 'break', subject: 'b-1', word: 'meal', agrees: true, transcript: '15时00分 – 15时30分' });
    const silent = run({ mentions: mentions('记:休息。') }, 0, { breaks: [meal] });
    expect([silent.agrees, silent.rows.at(-1)]).toMatchObject([true, { item: 'break', agrees: false, blocks: false, transcript: '' }]);
  });

  it('is green when an interruption stands in the transcript with its bounds and its reason', () => {
    const { agrees, bad, rows } = shown(good);
    expect([agrees, bad]).toEqual([true, []]);
    expect(rows).toMatchObject([
      { item: 'interruption-start', transcript: '2026-11-23 14:40:00', recording: '2026-11-23 14:40:10', differenceMs: -10_000, clockErrorMs: 12 },
      { item: 'interruption-end', differenceMs: -30_000, clockErrorMs: 40 }, { item: 'interruption-reason', word: 'network' },
      { item: 'interruption-spoken', word: 'spoken', recording: '2026-11-23 14:53:00' }, { item: 'interruption-signed', recording: '2026-11-23 16:19:00' },
    ]);
  });

  it.each([
    ['is not in the transcript', '问:继续。', ['interruption-start', 'interruption-end', 'interruption-reason']],
    ['ends at another time', good.replace('14时52分', '14时58分'), ['interruption-end']],
    ['begins at another time', good.replace('14时40分', '14时20分'), ['interruption-start']],
    ['is told as a time of something else', '问:14时40分至14时52分你在哪里?', ['interruption-start', 'interruption-end', 'interruption-reason']],
  ])('blocks when an interruption %s', (_name, text, items) => expect(shown(text)).toMatchObject({ agrees: false, bad: items }));

  it('only warns of another reason and of a missing signature, and blocks without the spoken explanation', () => {
    expect(shown(good.replace('网络故障', '停电'))).toMatchObject({ agrees: true, bad: ['interruption-reason'] });
    expect(shown(good, { explained: 'none' })).toMatchObject({ agrees: false, bad: ['interruption-spoken'] });
  });

  it('takes a time after midnight as the next day', () => {
    const night = findMentions('录像0时5分中断,0时9分恢复', 'Asia/Shanghai', at('2026-11-23T22:00:00'), at('2026-11-24T01:00:00'));
    expect(night.map(({ atMs }) => atMs)).toEqual([at('2026-11-24T00:05:00'), at('2026-11-24T00:09:00')]);
  });
});
