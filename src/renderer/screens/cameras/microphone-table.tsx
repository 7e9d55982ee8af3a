import { Button, Input, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import type { MicrophoneSnapshot, RoomSnapshot } from '../../../shared/contract/index.ts';
import { LevelMeter, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';

/** The microphones of the room, each with its live level, its name and its device. */
export function MicrophoneTable({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const { microphones } = room;
  return (
    <Panel title={t('microphones.list')} testId="microphone-list">
      {microphones.length === 0 && <p className="muted">{t('microphones.empty')}</p>}
      {microphones.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('cameras.name')}</th><th scope="col">{t('cameras.state')}</th><th scope="col">{t('microphones.level')}</th><th scope="col">{t('microphones.device')}</th>
              <th scope="col"><span className="hidden">{t('cameras.remove')}</span></th>
            </tr>
          </thead>
          <tbody>{microphones.map((microphone) => <MicrophoneRow key={microphone.microphoneId} microphone={microphone} />)}</tbody>
        </table>
      )}
    </Panel>
  );
}

function MicrophoneRow({ microphone }: { readonly microphone: MicrophoneSnapshot }) {
  const { t, codeText } = useText();
  const { microphoneId, name, kind, address, state, problem, levelDb } = microphone;
  const remove = useCall('microphone.remove');
  const [renaming, setRenaming] = useState(false);
  const removeIt = async (): Promise<void> => {
    await remove.run({ microphoneId });
    await refreshRoom();
  };
  return (
    <tr data-testid={`microphone-row-${name}`} data-state={state}>
      <th scope="row">{renaming ? <RenameForm microphone={microphone} onDone={() => setRenaming(false)} /> : name}</th>
      <td>
        <span className="state-cell"><span className={`dot dot-${state}`} aria-hidden /> {t(`cameraState.${state}`)}</span>
        {problem !== null && <div className="problem">{codeText(problem, { microphone: name })}</div>}
      </td>
      <td><LevelMeter levelDb={levelDb} hasAudio name={name} /></td>
      <td>{t(`microphoneKind.${kind}`)} <span className="mono wrap">{address}</span></td>
      <td>
        <Space>
          {!renaming && <Button size="small" data-testid={`microphone-rename-${name}`} onClick={() => setRenaming(true)}>{t('microphones.rename')}</Button>}
          <Popconfirm title={t('cameras.removeTitle', { name })} description={t('cameras.removeHint')} okText={t('cameras.remove')} cancelText={t('common.cancel')} onConfirm={() => void removeIt()} okButtonProps={{ 'data-testid': 'microphone-remove-confirm' }}>
            <Button size="small" danger loading={remove.busy} data-testid={`microphone-remove-${name}`}>{t('cameras.remove')}</Button>
          </Popconfirm>
        </Space>
        <Refusal error={remove.error} />
      </td>
    </tr>
  );
}

function RenameForm({ microphone, onDone }: { readonly microphone: MicrophoneSnapshot; readonly onDone: () => void }) {
  const { t } = useText();
  const { run, busy, error } = useCall('microphone.rename');
  const [name, setName] = useState(microphone.name);
  const rename = async (): Promise<void> => {
    if (name.trim() === '' || (await run({ microphoneId: microphone.microphoneId, name })) === undefined) return;
    onDone();
    await refreshRoom();
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void rename(); }} onKeyDown={(event) => { if (event.key === 'Escape') onDone(); }}>
      <Space>
        <Input size="small" autoFocus value={name} maxLength={60} aria-label={t('cameras.name')} data-testid="microphone-new-name" onChange={(event) => setName(event.target.value)} />
        <Button size="small" htmlType="submit" type="primary" loading={busy} data-testid="microphone-rename-save">{t('microphones.save')}</Button>
        <Button size="small" onClick={onDone}>{t('common.cancel')}</Button>
      </Space>
      <Refusal error={error} />
    </form>
  );
}
