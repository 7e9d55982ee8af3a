import { AlertFilled, WarningFilled } from './icons.ts';
import type { AlarmSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';
import { clockTime } from './times.ts';

export function AlarmList({ alarms, timeZone }: { readonly alarms: readonly AlarmSnapshot[]; readonly timeZone: string }) {
  const { t, pick } = useText();
  return (
    <ul className="alarms" data-testid="alarms" aria-live="polite" aria-label={t('room.alarms')}>
      {alarms.map((alarm) => (
        <li key={`${alarm.code} ${alarm.subject}`} className={`alarm alarm-${alarm.severity}`} data-testid={`alarm-${alarm.code}`}>
          {alarm.severity === 'alarm' ? <AlertFilled aria-hidden /> : <WarningFilled aria-hidden />}
          <div>
            <strong>{t(`severity.${alarm.severity}`)} · {pick(alarm.message)}</strong> <span className="muted">{t('room.since', { time: clockTime(alarm.sinceMs, timeZone) })}</span>
            <p>{pick(alarm.hint)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
