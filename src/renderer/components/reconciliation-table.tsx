import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from './icons.ts';
import type { ReconciliationRow, ReconciliationSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';

/** What the transcript says beside what the recording shows. */
export function ReconciliationTable({ reconciliation }: { readonly reconciliation: ReconciliationSnapshot }) {
  const { t } = useText();
  return (
    <div data-testid="reconciliation" data-agrees={reconciliation.agrees}>
      <p className={reconciliation.agrees ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
        {reconciliation.agrees ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(reconciliation.agrees ? 'transcript.agrees' : 'transcript.differs')}
      </p>
      <table className="data-table">
        <thead><tr><th scope="col">{t('transcript.item')}</th><th scope="col">{t('transcript.inTranscript')}</th><th scope="col">{t('transcript.inRecording')}</th></tr></thead>
        <tbody>
          {reconciliation.rows.map((row) => (
            <tr key={row.item} className={`row-${verdictOf(row)}`} data-testid={`reconciliation-${row.item}`} data-agrees={row.agrees}>
              <th scope="row">{t(`rowItem.${row.item}`)}<RowVerdict row={row} /></th><td><Unbroken text={row.transcript} /></td><td><Unbroken text={row.recording} /></td>
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

function RowVerdict({ row }: { readonly row: ReconciliationRow }) {
  const { t } = useText();
  const seconds = (ms: number): string => (ms / 1000).toFixed(Math.abs(ms) < 10_000 ? 1 : 0);
  const difference = row.differenceMs === null ? null : `${t('transcript.difference')} ${t('common.seconds', { seconds: seconds(row.differenceMs) })}`;
  const tolerance = row.toleranceMs === null ? null : t('transcript.tolerance', { seconds: seconds(row.toleranceMs) });
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
