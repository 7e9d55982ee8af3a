import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BreakId } from '../../shared/domain/index.ts';
import type { FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { applyBreakEntry, decideBreakUndo, undoableBreak, type BreakState } from './break-record.ts';

const breakId = 'break-1' as BreakId;
const entry = <T extends FactType>(type: T, payload: FactPayloads[T], atMs: number) => ({ type, payload, at: { atMs, errorMs: 1 } }) as unknown as LedgerEntry;
const started = (atMs: number) => entry('break.started', { breakId, kind: 'rest', offered: '茶', answered: '不用' }, atMs);
const ended = (atMs: number) => entry('break.ended', { breakId, note: '好' }, atMs);
const corrected = (undoes: 'start' | 'end', atMs: number) => entry('break.corrected', { breakId, undoes }, atMs);
const after = (...entries: readonly LedgerEntry[]) => entries.reduce<readonly BreakState[]>(applyBreakEntry, []);

describe('the record of breaks', () => {
  it('keeps what was offered and answered, and how long it was', () => {
    expect(after(started(1_000), ended(61_000))).toEqual([{ breakId, kind: 'rest', offered: '茶', answered: '不用', declined: false, startedAtMs: 1_000, endedAtMs: 61_000, note: '好', withdrawn: false, voided: false, heardMs: 0, stoppedAtMs: null, resumedAtMs: null, returnHeard: false }]);
  });

  it('takes back a start or an end within ten seconds, as a correction and never as a deletion', () => {
    const open = after(started(1_000));
    expect(undoableBreak(open, 11_000)).toEqual({ breakId, undoes: 'start', untilMs: 11_000 });
    expect(after(started(1_000), corrected('start', 5_000))).toMatchObject([{ withdrawn: true, startedAtMs: 1_000, endedAtMs: 5_000 }]);
    const done = after(started(1_000), ended(61_000));
    expect(undoableBreak(done, 71_000)?.undoes).toBe('end');
    expect(after(started(1_000), ended(61_000), corrected('end', 65_000))).toMatchObject([{ withdrawn: false, endedAtMs: null, startedAtMs: 1_000 }]);
  });

  it.each([['late', after(started(1_000)), 11_001], ['twice', after(started(1_000), corrected('start', 5_000)), 6_000], ['without a break', after(), 1]])('refuses to take back %s', (_when, breaks, nowMs) => {
    expect(() => decideBreakUndo(breaks, nowMs)).toThrow(expect.objectContaining({ code: 'BREAK_UNDO_LATE' }));
  });

  it('does not offer the start of a break again after its end was taken back', () => {
    expect(undoableBreak(after(started(1_000), ended(61_000), corrected('end', 65_000)), 65_001)).toBeNull();
  });

  it('never loses a break, whatever happens to it', () => {
    const any = fc.constantFrom('break.started', 'break.ended', 'break.corrected', 'break.voided');
    fc.assert(fc.property(fc.array(any), (types) => {
      let breaks: readonly BreakState[] = [];
      let begun = 0;
      types.forEach((type, n) => {
        const id = `b-${begun}` as BreakId;
        if (type === 'break.started') begun += 1;
        breaks = applyBreakEntry(breaks, type === 'break.started' ? entry('break.started', { breakId: `b-${begun}` as BreakId, kind: 'meal', offered: '', answered: '' }, n)
          : type === 'break.ended' ? entry('break.ended', { breakId: id, note: '' }, n)
          : type === 'break.corrected' ? entry('break.corrected', { breakId: id, undoes: n % 2 === 0 ? 'start' : 'end' }, n)
          : entry('break.voided', { breakId: id, heardMs: 1, allowedMs: 0, spans: [] }, n));
        expect(breaks).toHaveLength(begun);
      });
    }));
  });
});
