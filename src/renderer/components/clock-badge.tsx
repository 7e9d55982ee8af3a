import { CheckCircleFilled, ClockCircleOutlined, WarningFilled } from './icons.ts';
import type { ClockSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';
import { useRoomTimeMs } from '../stores/index.ts';
import { dateTime, plusMinus } from './times.ts';

/** Room time, where it comes from and how wrong it can be. */
export function ClockBadge({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  const nowMs = useRoomTimeMs();
  return (
    <div className={`clock-badge clock-${clock.state}`} data-testid="clock-badge" data-state={clock.state} title={`${t('clock.badge')} · ${t(`clockSource.${clock.source}`)} ${clock.server}`}>
      <ClockCircleOutlined aria-hidden />
      <time data-testid="room-time">{dateTime(nowMs, clock.timeZone)}</time>
      <span className="clock-source">
        {clock.state === 'synced' ? <CheckCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}
        {clock.state === 'synced' ? t(`clockSource.${clock.source}`) : t(`clockState.${clock.state}`)} {plusMinus(clock.errorMs)}
      </span>
    </div>
  );
}
