import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { CameraSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';

/** Who writes the time into this camera's pictures, and the button to change it where the camera can do it itself. */
export function CameraStamp({ camera }: { readonly camera: CameraSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.setStamp');
  const [read, setRead] = useState('');
  const other = camera.stampedBy === 'camera' ? 'station' : 'camera';
  const change = async (): Promise<void> => {
    setRead('');
    setRead((await run({ cameraId: camera.cameraId, stampedBy: other }))?.read ?? '');
    await refreshRoom();
  };
  return (
    <div className="latency" data-testid={`stamp-${camera.role}`} data-by={camera.stampedBy}>
      <div>{t(`stamp.${camera.stampedBy}`)}</div>
      {read !== '' && <div className="muted" role="status">{t('stamp.read', { text: read })}</div>}
      {camera.canStamp || camera.stampedBy === 'camera' ? (
        <Tooltip title={t('stamp.about')}>
          <Button size="small" loading={busy} disabled={camera.state !== 'live' && !busy} onClick={() => void change()} data-testid={`action-stamp-${camera.role}`}>{t(busy ? 'stamp.busy' : other === 'camera' ? 'stamp.useCamera' : 'stamp.useStation')}</Button>
        </Tooltip>
      ) : <div className="muted">{t('stamp.cannot')}</div>}
      <Refusal error={error} />
    </div>
  );
}
