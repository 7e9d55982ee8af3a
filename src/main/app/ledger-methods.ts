import { AppError } from '../../shared/base/index.ts';
import { LedgerWalk } from '../ledger/index.ts';
import { sleep } from '../platform/index.ts';
import type { Handlers } from './connection.ts';
import { parseHead } from './ledger-command.ts';
import type { Station } from './station.ts';

/** Entries that are read before the loop turns: a check must not hold up what records. */
const entriesAtOnce = 250;

export function ledgerMethods(station: Station): Pick<Handlers, 'ledger.head' | 'ledger.check'> {
  return {
    'ledger.head': () => {
      const head = station.ledgerKeeper.signNow();
      if (head === null) throw new AppError('INTERNAL');
      return Promise.resolve({ ...head, atMs: Math.round(station.roomClock.now().atMs), certificateSha256: station.key.fingerprint });
    },
    'ledger.check': async ({ head }) => {
      const known = head === '' ? [] : [parseHead(head)];
      const walk = new LedgerWalk({ holds: station.ledgerKeeper.holds, signatures: 'every', known });
      for (const row of station.ledger.rows()) {
        if (!walk.take(row)) break;
        if (row.seq % entriesAtOnce === 0) await sleep(0);
      }
      const report = walk.end();
      for (const finding of report.findings) station.ledgerKeeper.doubt(finding, known.map(({ seq, hash }) => `${seq} ${hash}`).join());
      return { entries: report.entries, seq: report.head.seq, hash: report.head.hash, signedUntil: report.signedUntil, findings: [...report.findings] };
    },
  };
}
