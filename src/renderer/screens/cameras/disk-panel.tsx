import { Button, Form, Input } from 'antd';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';

type DiskOfRoom = RoomSnapshot['disks'][number];

/** Where the two copies are kept, and how a disk that is dead, full or the wrong one is given another folder, also while recording. */
export function DiskPanel({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const bad = room.disks.some(({ state }) => state === 'failed');
  return (
    <Panel title={t('devices.disks')} tone={bad ? 'alarm' : 'plain'} testId="disk-panel">
      {room.disks.map((disk) => <OneDisk key={`${disk.disk} ${disk.path}`} disk={disk} />)}
    </Panel>
  );
}

function OneDisk({ disk: { disk, path, state, freeBytes } }: { readonly disk: DiskOfRoom }) {
  const { t } = useText();
  const { run, busy, error } = useCall('disk.replace');
  const replace = async (to: string): Promise<void> => {
    await run({ disk, path: to });
    await refreshRoom();
  };
  return (
    <section className="disk-one" data-testid={`replace-${disk}`} data-state={state}>
      <p><strong className={state === 'failed' ? 'problem' : undefined}>{t(`disk.${disk}`)} · {t(`diskState.${state}`)}</strong> {state !== 'failed' && <span className="muted">{t('space.free', { gb: (freeBytes / 1e9).toFixed(0) })}</span>}</p>
      <p className="mono wrap">{path}</p>
      <details className="fold">
        <summary data-testid={`replace-open-${disk}`}>{t('devices.replace')}</summary>
        <p className="muted">{t('devices.replaceHint')}</p>
        <Form<{ readonly path: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ path: to }) => void replace(to)}>
          <Form.Item name="path" label={t('devices.folder')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid={`replace-path-${disk}`} className="mono" autoComplete="off" spellCheck={false} maxLength={1_000} /></Form.Item>
          <Button htmlType="submit" loading={busy} data-testid={`action-replace-${disk}`}>{t('devices.replaceSubmit')}</Button>
        </Form>
      </details>
      <Refusal error={error} />
    </section>
  );
}
