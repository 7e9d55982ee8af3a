import { Button, Popconfirm } from 'antd';
import type { CameraSnapshot, RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
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
              <th scope="col">{t('cameras.sound')}</th><th scope="col">{t('cameras.address')}</th><th scope="col">{t('cameras.model')}</th><th scope="col"><span className="hidden">{t('cameras.remove')}</span></th>
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
      <td className="mono wrap">{camera.address}</td>
      <td>{[camera.manufacturer, camera.model].filter((part) => part !== '').join(' ') || '—'}</td>
      <td>
        <Popconfirm title={t('cameras.removeTitle', { name: camera.name })} description={t('cameras.removeHint')} okText={t('cameras.remove')} cancelText={t('common.cancel')} onConfirm={onRemove} okButtonProps={{ 'data-testid': 'camera-remove-confirm' }}>
          <Button size="small" danger loading={busy} data-testid={`camera-remove-${camera.role}`}>{t('cameras.remove')}</Button>
        </Popconfirm>
      </td>
    </tr>
  );
}
