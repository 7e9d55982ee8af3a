import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash, factTextHash, type Fact, type FactPayloads, type FactType } from '../../shared/ledger/index.ts';
import { openStationDatabase, type StationDatabase } from '../database/index.ts';
import { HeadSigner, longestUnsignedMs } from './head-signer.ts';
import { checkLedgerRows, LedgerWalk, type KnownHead } from './ledger-walk.ts';
import type { LedgerRow } from './ledger-row.ts';
import { Ledger } from './ledger.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const holds = (text: string, signature: string) => verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));

let folder: string;
let database: StationDatabase;
let ledger: Ledger;
let signer: HeadSigner;
let nowMs = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-walk-'));
  database = openStationDatabase(join(folder, 'station.db'));
  ledger = new Ledger(database);
  nowMs = 0;
  signer = new HeadSigner({ ledger, sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'), write: (payload) => say('head.signed', payload), onSigned: () => undefined });
  signer.start();
});
afterEach(() => {
  signer.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function say<T extends FactType>(type: T, payload: FactPayloads[T]): void {
  ledger.append({ type, sessionId: '', actor: { kind: 'station' }, at: { atMs: 1_000 + nowMs, errorMs: 5 }, monotonicMs: nowMs, media: [], payload } as unknown as Fact);
}
const start = () => say('station.started', { version: '1', unclean: false });
const note = (account: string) => say('login.refused', { account, count: 1 });
const rows = () => [...ledger.rows()];
const check = (of: readonly LedgerRow[] = rows(), known: readonly KnownHead[] = []) => checkLedgerRows(of, { holds, signatures: 'every', known });

/** What somebody with the disk in hand and the format in mind does: changes an entry and makes every hash after it again. */
function rehashed(of: readonly LedgerRow[], change: (row: LedgerRow) => LedgerRow): LedgerRow[] {
  let before = { hash: of[0]?.prev_hash ?? '', seq: 0 };
  return of.map((row) => {
    const changed = { ...change(row), prev_hash: before.hash, seq: before.seq + 1 };
    const hash = entryHash(changed.seq, changed.prev_hash, factTextHash(changed.body));
    before = { hash, seq: changed.seq };
    return { ...changed, hash };
  });
}

describe('a ledger that nobody touched', () => {
  it('is found sound, every state change is signed at once, and no fact waits longer than a minute', () => {
    start();
    for (let n = 0; n < 200; n += 1) {
      nowMs += 1_700;
      note(`a${n}`);
    }
    say('station.stopped', { reason: 'shutdown' });
    const signed = rows().filter(({ type }) => type === 'head.signed').length;
    expect(signed).toBeGreaterThanOrEqual(2 + Math.floor((200 * 1_700) / (longestUnsignedMs + 2 * 1_700)));
    expect(check()).toMatchObject({ findings: [], entries: ledger.head.seq, signedUntil: ledger.head.seq - 1 });
  });

  it('may have been cut off by a crash before the last facts were signed', () => {
    start();
    note('a');
    start();
    expect(check().findings).toEqual([]);
  });
});

describe('what a walk finds', () => {
  beforeEach(() => {
    start();
    for (const account of ['one', 'two', 'three']) note(account);
    say('station.stopped', { reason: 'shutdown' });
  });

  it('names the entry that was changed, whatever column', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: rows().length - 1 }), fc.constantFrom('session_id', 'type', 'body', 'prev_hash', 'hash'), fc.string({ minLength: 1, maxLength: 5 }), (at, column, text) => {
      const changed = rows().map((row, n) => (n === at ? { ...row, [column]: `${row[column as 'body']}${text}` } : row));
      const [finding] = check(changed).findings;
      expect(finding?.problem).toBe('broken');
      expect(finding?.seq).toBe(at + 1);
    }), { numRuns: 60 });
  });

  it('names the place where an entry was taken out, put in or moved', () => {
    const all = rows();
    expect(check([...all.slice(0, 2), ...all.slice(3)]).findings).toEqual([{ problem: 'broken', seq: 3 }]);
    expect(check([all[0], all[2], all[1], ...all.slice(3)].filter((row) => row !== undefined)).findings).toEqual([{ problem: 'broken', seq: 2 }]);
  });

  it('is not deceived by hashes made anew: the signatures do not hold', () => {
    const forged = rehashed(rows(), (row) => ({ ...row, body: row.body.replace('two', 'TWO') }));
    const [finding] = check(forged).findings;
    expect(finding?.problem).toBe('signature-invalid');
    // Whoever also makes the signed facts fit still lacks the key.
    let before = { seq: 0, hash: '' };
    const fitted = rehashed(forged, (row) => row).map((row) => {
      const fits = row.type === 'head.signed' && before.seq > 3 ? { ...row, body: row.body.replace(/"hash":"[0-9a-f]+"/, `"hash":"${before.hash}"`) } : row;
      before = { seq: row.seq, hash: row.hash };
      return fits;
    });
    expect(check(rehashed(fitted, (row) => row)).findings[0]?.problem).toBe('signature-invalid');
    expect(checkLedgerRows(rehashed(fitted, (row) => row), { holds, signatures: 'last' }).findings[0]?.problem).toBe('signature-invalid');
  });

  it('says when the signed heads were taken out', () => {
    nowMs = longestUnsignedMs * 3;
    start();
    nowMs += longestUnsignedMs + 1;
    note('four');
    note('five');
    expect(check().findings).toEqual([]);
    expect(check(rehashed(rows().filter(({ type }) => type !== 'head.signed'), (row) => row)).findings[0]?.problem).toBe('unsigned');
  });

  it('says when a fact was added while the station was off', () => {
    signer.close();
    note('intruder');
    expect(check().findings).toEqual([{ problem: 'added', seq: ledger.head.seq }]);
  });

  it('makes a cut tail visible beside a head that was kept elsewhere, also of one that grew again', () => {
    const paper = { ...ledger.head, source: 'paper' };
    const short = { ...paper, hash: paper.hash.slice(0, 16) };
    expect(check(rows(), [short]).findings).toEqual([]);
    expect(check(rows().slice(0, 4), [short]).findings).toEqual([{ problem: 'cut', seq: 5 }]);
    const regrown = rehashed(rows(), (row) => ({ ...row, body: row.body.replace('three', 'THREE') }));
    expect(checkLedgerRows(regrown, { known: [short] }).findings).toContainEqual({ problem: 'replaced', seq: paper.seq });
  });

  it('stops at the first broken entry', () => {
    const walk = new LedgerWalk();
    const [first, second] = rows();
    if (first === undefined || second === undefined) throw new Error('no rows');
    expect([walk.take(first), walk.take(first), walk.end().entries]).toEqual([true, false, 1]);
    expect(second.seq).toBe(2);
  });
});
