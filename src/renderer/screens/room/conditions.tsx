import type { ReactNode } from 'react';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, CheckCircleFilled, CloseCircleFilled, HddOutlined, WarningFilled, plusMinus } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';

const diskSigns: Readonly<Record<RoomSnapshot['disks'][number]['state'], ReactNode>> = { ok: <CheckCircleFilled aria-hidden />, copying: <WarningFilled aria-hidden />, failed: <CloseCircleFilled aria-hidden /> };

/** Disks and clock at a glance. */
export function Conditions({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const { clock } = room;
  return (
    <Panel title={t('room.conditions')} testId="conditions">
      <ul className="conditions">
        {room.disks.map((disk) => (
          <li key={disk.disk} className={`condition-${disk.state}`} data-testid={`disk-${disk.disk}`} title={disk.path}>
            {diskSigns[disk.state]}
            <span>{t(`disk.${disk.disk}`)} · {t(`diskState.${disk.state}`)}</span>
            <span className="muted">{t('space.free', { gb: (disk.freeBytes / 1e9).toFixed(0) })}</span>
          </li>
        ))}
        <li data-testid="hours-left"><HddOutlined aria-hidden /> <span>{t('space.hoursLeft', { hours: room.hoursLeft })}</span></li>
        {room.disksShared && <li className="condition-warning" data-testid="disks-shared"><WarningFilled aria-hidden /> <span title={t('space.sharedHint')}>{t('space.shared')}</span></li>}
        <li className={clock.state === 'synced' ? 'condition-ok' : 'condition-warning'} data-testid="clock-condition">
          {clock.state === 'synced' ? <CheckCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}
          <span>{t('clock.badge')} · {t(`clockState.${clock.state}`)}</span><span className="muted">{t('clock.error', { bound: plusMinus(clock.errorMs) })}</span>
        </li>
      </ul>
    </Panel>
  );
}
