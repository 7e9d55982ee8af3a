import { Button, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import type { CameraSnapshot, RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { CameraLatency } from './camera-latency.tsx';
import { CameraStamp } from './camera-stamp.tsx';
import { refreshRoom, useCall } from '../../stores/index.ts';

export function CameraTable({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.remove');
  const remove = async (cameraId: string): Promise<void> => {
    await run({ cameraId });
    await refreshRoom();
  };
  return (
    <Panel title={t('cameras.list')} testId="camera-list">
      {room.cameras.length === 0 && <p className="muted">{t('cameras.empty')}</p>}
      {room.cameras.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('cameras.name')}</th><th scope="col">{t('cameras.role')}</th><th scope="col">{t('cameras.state')}</th><th scope="col">{t('cameras.picture')}</th>
              <th scope="col">{t('cameras.sound')}</th><th scope="col">{t('stamp.title')}</th><th scope="col">{t('latency.title')}</th><th scope="col">{t('cameras.address')}</th><th scope="col">{t('cameras.model')}</th><th scope="col"><span className="hidden">{t('cameras.remove')}</span></th>
            </tr>
          </thead>
          <tbody>{room.cameras.map((camera) => <CameraRow key={camera.cameraId} camera={camera} busy={busy} onRemove={() => void remove(camera.cameraId)} />)}</tbody>
        </table>
      )}
      <Refusal error={error} />
    </Panel>
  );
}

interface CameraRowProps {
  readonly camera: CameraSnapshot;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

function CameraRow({ camera, busy, onRemove }: CameraRowProps) {
  const { t, codeText } = useText();
  return (
    <tr data-testid={`camera-row-${camera.role}`} data-state={camera.state}>
      <th scope="row">{camera.name}</th>
      <td>{t(`cameraRole.${camera.role}`)}</td>
      <td>
        <span className="state-cell"><span className={`dot dot-${camera.state}`} aria-hidden /> {t(`cameraState.${camera.state}`)}</span>
        {camera.problem !== null && <div className="problem">{codeText(camera.problem, { camera: camera.name, address: camera.address })}</div>}
      </td>
      <td>{camera.width > 0 ? `${camera.width}×${camera.height}` : '—'}</td>
      <td>{t(camera.hasAudio ? 'cameras.soundYes' : 'cameras.soundNo')}</td>
      <td><CameraStamp camera={camera} /></td>
      <td><CameraLatency camera={camera} /></td>
      <td className="mono wrap">{camera.address}</td>
      <td>{[camera.manufacturer, camera.model].filter((part) => part !== '').join(' ') || '—'}</td>
      <td>
        <Space>
          {/^https?:/i.test(camera.address) && <ClockButton camera={camera} />}
          <Popconfirm title={t('cameras.removeTitle', { name: camera.name })} description={t('cameras.removeHint')} okText={t('cameras.remove')} cancelText={t('common.cancel')} onConfirm={onRemove} okButtonProps={{ 'data-testid': 'camera-remove-confirm' }}>
            <Button size="small" danger loading={busy} data-testid={`camera-remove-${camera.role}`}>{t('cameras.remove')}</Button>
          </Popconfirm>
        </Space>
      </td>
    </tr>
  );
}

/** Cameras that speak ONVIF let their clock be set. */
function ClockButton({ camera }: { readonly camera: CameraSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.setClock');
  const [withinMs, setWithinMs] = useState<number | null>(null);
  const set = async (): Promise<void> => {
    setWithinMs(null);
    const reading = await run({ cameraId: camera.cameraId });
    if (reading !== undefined) setWithinMs(Math.ceil(Math.abs(reading.offsetMs) + reading.errorMs));
  };
  return (
    <div>
      <Button size="small" loading={busy} data-testid={`camera-clock-${camera.role}`} onClick={() => void set()}>{t('cameras.setClock')}</Button>
      {withinMs !== null && <div role="status" data-testid="camera-clock-set">{t('cameras.clockSet', { ms: withinMs })}</div>}
      <Refusal error={error} />
    </div>
  );
}
