import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { parseProfile } from '../rules/index.ts';
import { projectSession, sessionLocks, sessionSnapshot } from './index.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const minute = 60_000;
const startedAtMs = Date.UTC(2026, 10, 23, 1, 0, 0);

/** A session whose facts the test writes, and the codes of its transcript locks at a moment after the start. */
class Held {
  readonly #entries: LedgerEntry[] = [];

  constructor() {
    this.write('session.opened', 0, {
      caseNumber: 'A', kind: 'interrogation', place: '', legalClass: 'must-record', interviewee: '丙', officers: [], profileId: 'x', profileSha256: '', streams: [], arrivedAtMs: startedAtMs,
      circumstances: {
        intervieweeKey: '', intervieweeNumber: 1, intervieweeSex: 'male', minor: false, needsInterpreter: false, classReasons: [], placeKind: 'registered', mobileReason: '', detained: false, detainedAtMs: null,
        warrantNumber: '', handedOverAtMs: null, timeLimitId: 'criminal-summons', earlierStays: [], womenOfficers: [],
      },
    });
    this.write('session.started', 0, {});
  }

  write<T extends FactType>(type: T, atMinute: number, payload: FactPayloads[T]): void {
    const fact = { type, payload, sessionId: 'S1' as SessionId, actor: { kind: 'station' }, at: { atMs: startedAtMs + atMinute * minute, errorMs: 1 }, monotonicMs: 0, media: [] } as unknown as Fact;
    this.#entries.push({ ...fact, seq: this.#entries.length + 1, prevHash: '', hash: '' });
  }

  /** As a console shows them. */
  snapshotAt(atMinute: number) {
    const state = projectSession(this.#entries);
    if (state === undefined) throw new Error('no session');
    return sessionSnapshot(state, { profile, timeZone: 'Asia/Shanghai', nowMs: startedAtMs + atMinute * minute, roomLocks: [] });
  }

  transcriptLocksAt(atMinute: number): readonly string[] {
    const state = projectSession(this.#entries);
    if (state === undefined) throw new Error('no session');
    return sessionLocks(state, { profile, timeZone: 'Asia/Shanghai', nowMs: startedAtMs + atMinute * minute, roomLocks: [] }).filter(({ locks }) => locks === 'transcript').map(({ code }) => code);
  }
}

describe('the locks of a session as a console shows them', () => {
  it('name each once, with every step that it holds', () => {
    const { locks } = new Held().snapshotAt(1);
    const codes = locks.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(locks.find(({ code }) => code === 'RECORDING_NOTICE_MISSING')?.locks).toEqual(['transcript', 'finish']);
    expect(locks.find(({ code }) => code === 'SIGN_OFF_MISSING')?.locks).toEqual(['finish']);
  });
});

describe('the locks on the transcript of a session', () => {
  it('hold when rest is overdue, until a break of the minimum length has been held (article 28)', () => {
    const held = new Held();
    expect(held.transcriptLocksAt(179)).not.toContain('REST_REQUIRED');
    expect(held.transcriptLocksAt(181)).toContain('REST_REQUIRED');
    held.write('break.started', 182, { breakId: 'b1' as never, kind: 'rest', offered: '', answered: '' });
    held.write('break.ended', 193, { breakId: 'b1' as never, note: '' });
    expect(held.transcriptLocksAt(194)).not.toContain('REST_REQUIRED');
  });
});
