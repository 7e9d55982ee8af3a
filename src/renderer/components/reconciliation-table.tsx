import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from './icons.ts';
import type { ReconciliationRow, ReconciliationSnapshot } from '../../shared/contract/index.ts';
import { useText, type MessageKey } from '../i18n/index.ts';
import { dateTime, plusMinus } from './times.ts';

interface ReconciliationTableProps {
  readonly reconciliation: ReconciliationSnapshot;
  readonly timeZone: string;
}

/** What the transcript says beside what the recording shows and how well the clock knows it, green or red. */
export function ReconciliationTable({ reconciliation, timeZone }: ReconciliationTableProps) {
  const { t } = useText();
  const { agrees, settled, explanation, rows } = reconciliation;
  const subjects = [...new Set(rows.filter(({ subject }) => subject !== '').map(({ subject }) => subject))];
  const verdict = agrees ? 'transcript.agrees' : settled ? 'transcript.settled' : 'transcript.differs';
  return (
    <div data-testid="reconciliation" data-agrees={agrees} data-settled={settled}>
      <p className={agrees ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
        {agrees ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(verdict)}
      </p>
      {explanation !== null && <p data-testid="reconciliation-explanation">{t('transcript.explainedBy', { by: explanation.by, second: explanation.second, time: dateTime(explanation.atMs, timeZone), reason: explanation.reason })}</p>}
      <table className="data-table">
        <thead><tr><th scope="col">{t('transcript.item')}</th><th scope="col">{t('transcript.inTranscript')}</th><th scope="col">{t('transcript.inRecording')}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.item}${row.subject}`} className={`row-${verdictOf(row)}`} data-testid={`reconciliation-${row.item}`} data-agrees={row.agrees}>
              <th scope="row">{t(`rowItem.${row.item}`)}{row.subject !== '' && ` ${subjects.indexOf(row.subject) + 1}`}<RowVerdict row={row} /></th>
              <td><Unbroken text={row.transcript} /></td>
              <td><Recorded row={row} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function verdictOf(row: ReconciliationRow): 'good' | 'bad' | 'note' {
  if (row.agrees) return 'good';
  return row.blocks ? 'bad' : 'note';
}

/** The word of a cause or a kind, the time, and how wrong the clock can have been. */
function Recorded({ row }: { readonly row: ReconciliationRow }) {
  const { t } = useText();
  const word = row.word === '' ? null : t(`${wordGroup(row)}.${row.word}` as MessageKey);
  if (word === null && row.recording === '') return '—';
  return (
    <>
      {word !== null && <>{word} </>}{row.recording !== '' && <Unbroken text={row.recording} />}
      {row.clockErrorMs !== null && <div className="muted">{t('transcript.clockBound', { bound: plusMinus(row.clockErrorMs) })}</div>}
    </>
  );
}

function wordGroup({ item }: ReconciliationRow): string {
  switch (item) {
    case 'break': return 'breakKind';
    case 'interruption-spoken': return 'explainedHow';
    default: return 'cause';
  }
}

function RowVerdict({ row }: { readonly row: ReconciliationRow }) {
  const { t } = useText();
  const seconds = (ms: number): string => (ms / 1000).toFixed(Math.abs(ms) < 10_000 ? 1 : 0);
  const difference = row.differenceMs === null ? null : `${t('transcript.difference')} ${t('common.seconds', { seconds: seconds(row.differenceMs) })}`;
  const tolerance = row.differenceMs === null || row.toleranceMs === null ? null : t('transcript.tolerance', { seconds: seconds(row.toleranceMs) });
  return (
    <>
      <div className="row-verdict">
        {row.agrees && <><CheckCircleFilled aria-hidden /> {t('common.agrees')}</>}
        {!row.agrees && row.blocks && <><CloseCircleFilled aria-hidden /> {t('transcript.blocking')}</>}
        {!row.agrees && !row.blocks && <><WarningFilled aria-hidden /> {t('transcript.notBlocking')}</>}
      </div>
      {difference !== null && <div className="muted">{[difference, tolerance].filter((part) => part !== null).join(' · ')}</div>}
    </>
  );
}

/** A date is read in one piece; lines break only between words. */
function Unbroken({ text }: { readonly text: string }) {
  if (text === '') return '—';
  return text.split(' ').map((word, index) => <span key={`${word}${index}`}>{index > 0 && ' '}<span className={/^[\d:-]+$/.test(word) ? 'nowrap' : undefined}>{word}</span></span>);
}
