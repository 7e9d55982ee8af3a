import { Button, Tooltip } from 'antd';
import type { CameraSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall, useStation } from '../../stores/index.ts';

/** How late this camera's pictures come, as it was measured, and the button to measure it. */
export function CameraLatency({ camera }: { readonly camera: CameraSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.measureLatency');
  const timeZone = useStation((view) => view.room?.timeZone) ?? 'UTC';
  const { latency } = camera;
  const measure = async (): Promise<void> => {
    await run({ cameraId: camera.cameraId });
    await refreshRoom();
  };
  return (
    <div className="latency" data-testid={`latency-${camera.role}`}>
      <span>{latency === null ? t('latency.none') : t('latency.value', { ms: latency.latencyMs, error: latency.errorMs })}</span>
      {latency !== null && <div className="muted">{t('latency.at', { time: dateTime(latency.measuredAtMs, timeZone) })}</div>}
      <Tooltip title={t('latency.about')}>
        <Button size="small" loading={busy} disabled={camera.state !== 'live'} onClick={() => void measure()} data-testid={`action-latency-${camera.role}`}>{t(busy ? 'latency.measuring' : 'latency.measure')}</Button>
      </Tooltip>
      <Refusal error={error} />
    </div>
  );
}
