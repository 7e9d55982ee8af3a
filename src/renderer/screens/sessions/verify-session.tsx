import { Button, Progress } from 'antd';
import type { SessionCheckSnapshot } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, CloseCircleFilled, dateTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation } from '../../stores/index.ts';

const levels = ['full', 'quick'] as const;

/** Reads what was recorded again from both disks, and says whether it is as it was. */
export function VerifySession({ sessionId, timeZone }: { readonly sessionId: string; readonly timeZone: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.verify');
  const check = useStation((station) => station.checks[sessionId]);
  const isUnderWay = busy || (check !== undefined && check.state !== 'done');
  return (
    <Panel title={t('verify.title')} testId="verify-session">
      <p className="muted">{t('verify.hint')}</p>
      <div className="form-line">
        {levels.map((level) => (
          <Button key={level} type={level === 'full' ? 'primary' : 'default'} disabled={isUnderWay} loading={isUnderWay && check?.level === level} data-testid={`verify-${level}`} onClick={() => void run({ sessionId, level })}>
            {t(`verify.${level}`)}
          </Button>
        ))}
      </div>
      <Refusal error={error} />
      {check !== undefined && (check.state === 'done' ? <Outcome check={check} timeZone={timeZone} /> : <UnderWay check={check} />)}
    </Panel>
  );
}

function UnderWay({ check }: { readonly check: SessionCheckSnapshot }) {
  const { t } = useText();
  const percent = check.totalBytes === 0 ? 0 : Math.floor((check.readBytes / check.totalBytes) * 100);
  return <Progress percent={percent} status="active" aria-label={t('verify.underWay')} data-testid="verify-progress" />;
}

function Outcome({ check, timeZone }: { readonly check: SessionCheckSnapshot; readonly timeZone: string }) {
  const { t, locale } = useText();
  const { level, result, findings, filesChecked, fragmentsChecked, onDisks, checkedAtMs } = check;
  if (result === null) return null;
  const good = result === 'intact';
  return (
    <div className="report" data-testid="verify-session-result" data-result={result}>
      <p className={good ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
        {good ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(good && level === 'quick' ? 'verify.quickIntact' : `verify.result.${result}`)}
      </p>
      <p>{t('verify.read', { files: filesChecked, fragments: fragmentsChecked, disks: onDisks.map((disk) => t(`disk.${disk}`)).join(t('verify.and')), time: dateTime(checkedAtMs, timeZone) })}</p>
      {findings.length > 0 && (
        <table className="data-table" data-testid="verify-session-findings">
          <caption>{t('packet.findings')}</caption>
          <thead><tr><th scope="col">{t('packet.file')}</th><th scope="col">{t('packet.problem')}</th><th scope="col">{t('packet.place')}</th></tr></thead>
          <tbody>
            {findings.map(({ file, problem, message, place }) => (
              <tr key={`${file} ${problem} ${place}`}><td className="mono wrap">{file}</td><td>{message[locale]}</td><td className="mono">{place}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
