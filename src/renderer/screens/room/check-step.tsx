import { Button } from 'antd';
import { disks } from '../../../shared/domain/index.ts';
import type { CheckItem, CheckReport } from '../../../shared/contract/index.ts';
import { clockTime, Panel, Refusal, CheckCircleFilled, CloseCircleFilled, WarningFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface CheckStepProps {
  readonly check: CheckReport | null;
  readonly timeZone: string;
  /** True while the check is what has to be done now. */
  readonly next?: boolean;
}

/** The room check: one button, then what is well and what is not. */
export function CheckStep({ check, timeZone, next = false }: CheckStepProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('check.run');
  const label = t(busy ? 'check.running' : check === null ? 'check.run' : 'check.again');
  return (
    <Panel title={t('check.title')} tone={next ? 'next' : 'plain'} testId="check-panel">
      {check === null && <p>{t('check.hint')}</p>}
      {check !== null && (
        <>
          <p className={check.passed ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status" data-testid="check-result" data-passed={check.passed}>
            {check.passed ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {t(check.passed ? 'check.passed' : 'check.failed')} <span className="muted">{t('check.at', { time: clockTime(check.checkedAtMs, timeZone) })}</span>
          </p>
          <ul className="check-items">{check.items.map((item) => <CheckLine key={`${item.kind} ${item.subject} ${item.code ?? ''}`} item={item} />)}</ul>
        </>
      )}
      <Button type={next ? 'primary' : 'default'} size="large" block loading={busy} data-testid="action-check" onClick={() => void run({})}>{label}</Button>
      <Refusal error={error} />
    </Panel>
  );
}

function CheckLine({ item }: { readonly item: CheckItem }) {
  const { t, pick } = useText();
  const disk = disks.find((name) => name === item.subject);
  const subject = item.kind === 'disk' ? t(disk === undefined ? 'checkKind.disk' : `disk.${disk}`) : `${t(`checkKind.${item.kind}`)} ${item.subject}`;
  const verdict = item.ok ? (item.warning ? 'warning' : 'ok') : 'bad';
  return (
    <li className={`check-${verdict}`} data-testid={`check-${item.kind}`} data-verdict={verdict}>
      {verdict === 'ok' ? <CheckCircleFilled aria-hidden /> : verdict === 'warning' ? <WarningFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}
      <div>
        <span>{subject} · {t(`check.${verdict}`)}</span>
        {verdict !== 'ok' && <p>{pick(item.message)} {pick(item.hint)}</p>}
      </div>
    </li>
  );
}
