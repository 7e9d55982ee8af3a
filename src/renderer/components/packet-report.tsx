import { CheckCircleFilled, CloseCircleFilled } from './icons.ts';
import type { PacketReport } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';

/** What the checker found in a packet or a video file, and on what that rests. */
export function PacketReportView({ report }: { readonly report: PacketReport }) {
  const { t, locale } = useText();
  const good = report.result === 'intact' && report.asked !== 'not-as-asked';
  return (
    <div className="report" data-testid="verify-result" data-result={report.result}>
      <p className={good ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
        {good ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(`result.${report.result}`)}
      </p>
      {report.asked !== 'nothing-asked' && <p data-testid="verify-asked">{t(`packet.${report.asked}`)}</p>}
      <p>{t('packet.files', { files: report.filesChecked, fragments: report.fragmentsChecked, entries: report.ledgerEntries })}</p>
      {report.sealCode !== '' && <p>{t('packet.sealCode', { code: report.sealCode })}</p>}
      {report.trust.fingerprint !== '' && <p className="mono">{report.trust.subject} · {report.trust.fingerprint}</p>}
      {report.secondSignature !== 'unknown' && <p data-testid="verify-second" data-state={report.secondSignature}>{t(`secondSignature.${report.secondSignature}`)}</p>}
      <p data-testid="verify-trust" data-basis={report.trust.basis}>{report.trust.message[locale]}</p>
      {report.findings.length > 0 && (
        <table className="data-table" data-testid="verify-findings">
          <caption>{t('packet.findings')}</caption>
          <thead><tr><th scope="col">{t('packet.file')}</th><th scope="col">{t('packet.problem')}</th><th scope="col">{t('packet.place')}</th></tr></thead>
          <tbody>
            {report.findings.map((finding) => (
              <tr key={`${finding.file} ${finding.problem} ${finding.place}`}><td className="mono">{finding.file}</td><td>{finding.message[locale]}</td><td className="mono">{finding.place}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
