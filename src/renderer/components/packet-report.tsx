import { CheckCircleFilled, CloseCircleFilled } from './icons.ts';
import type { PacketReport } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';

/** What the checker found in a packet. */
export function PacketReportView({ report }: { readonly report: PacketReport }) {
  const { t } = useText();
  const good = report.result === 'intact';
  return (
    <div className="report" data-testid="verify-result" data-result={report.result}>
      <p className={good ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
        {good ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(`result.${report.result}`)}
      </p>
      <p>{t('packet.files', { files: report.filesChecked, fragments: report.fragmentsChecked, entries: report.ledgerEntries })}</p>
      {report.sealCode !== '' && <p>{t('packet.sealCode', { code: report.sealCode })}</p>}
      {report.findings.length > 0 && (
        <table className="data-table" data-testid="verify-findings">
          <caption>{t('packet.findings')}</caption>
          <thead><tr><th scope="col">{t('packet.file')}</th><th scope="col">{t('packet.problem')}</th><th scope="col">{t('packet.place')}</th></tr></thead>
          <tbody>
            {report.findings.map((finding) => (
              <tr key={`${finding.file} ${finding.problem} ${finding.place}`}><td className="mono">{finding.file}</td><td>{finding.problem}</td><td className="mono">{finding.place}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
