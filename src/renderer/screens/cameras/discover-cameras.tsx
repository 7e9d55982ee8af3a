import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { DiscoveredCamera } from '../../../shared/contract/index.ts';
import { Panel, Refusal, SearchOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation } from '../../stores/index.ts';
import { emptyCameraForm, type CameraForm } from './camera-form.ts';

interface DiscoverCamerasProps {
  readonly training: boolean;
  readonly onUse: (draft: CameraForm) => void;
}

/** Cameras on the network, or at one address. In the training room its own cameras too. */
export function DiscoverCameras({ training, onUse }: DiscoverCamerasProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('camera.discover');
  const [found, setFound] = useState<readonly DiscoveredCamera[] | null>(null);
  const discover = async (address: string | undefined): Promise<void> => {
    setFound(null);
    const result = await run(address === undefined || address.trim() === '' ? {} : { address: address.trim() });
    if (result !== undefined) setFound(result.cameras);
  };
  return (
    <Panel title={t('cameras.discover')} testId="discover-panel">
      <Form<{ address?: string }> layout="vertical" onFinish={({ address }) => void discover(address)}>
        <Form.Item name="address" label={t('cameras.address')} extra={t('cameras.addressHint')}><Input data-testid="discover-address" autoComplete="off" /></Form.Item>
        <Button htmlType="submit" type="primary" icon={<SearchOutlined />} loading={busy} data-testid="action-discover">{t('cameras.discover')}</Button>
      </Form>
      <Refusal error={error} />
      <div role="status" data-testid="discover-result" data-count={found?.length ?? ''}>
        {found !== null && found.length === 0 && <p><strong>{t('cameras.foundNone')}</strong> <span className="muted">{t('cameras.foundNoneHint')}</span></p>}
        {found !== null && found.length > 0 && <p>{t('cameras.found', { count: found.length })}</p>}
      </div>
      <ul className="found">
        {(found ?? []).map((camera) => (
          <li key={camera.xaddr}>
            <div><strong>{camera.name}</strong> <span className="muted">{camera.hardware}</span><div className="mono wrap">{camera.xaddr}</div></div>
            {camera.known
              ? <span className="tag">{t('cameras.known')}</span>
              : <Button size="small" data-testid="discover-use" onClick={() => onUse({ ...emptyCameraForm, address: camera.xaddr, name: camera.name })}>{t('cameras.use')}</Button>}
          </li>
        ))}
      </ul>
      {training && <TrainingCameras onUse={onUse} />}
    </Panel>
  );
}

function TrainingCameras({ onUse }: { readonly onUse: (draft: CameraForm) => void }) {
  const { t } = useText();
  const training = useStation((view) => view.training);
  if (training === null) return null;
  return (
    <>
      <h3>{t('cameras.training')}</h3>
      <p className="muted">{t('cameras.trainingHint')}</p>
      <div className="buttons">
        {training.cameras.map((camera) => (
          <Button key={camera.key} data-testid={`training-camera-${camera.key}`} onClick={() => onUse({ by: 'onvif', address: camera.xaddr, user: camera.user, password: camera.password, name: camera.name, role: roleOf(camera.key) })}>
            {camera.name}
          </Button>
        ))}
      </div>
    </>
  );
}

function roleOf(key: string): CameraForm['role'] {
  return key === 'overview' || key === 'interviewee' ? key : 'other';
}
