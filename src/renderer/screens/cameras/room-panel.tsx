import { Button, Form, Input, Radio } from 'antd';
import { roomKinds, type RoomKind } from '../../../shared/domain/index.ts';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';
import { useState } from 'react';

interface RoomFields {
  readonly roomName: string;
  readonly kind: RoomKind;
}

/** What this room is called and what it is registered as: in a room that is not registered only a mobile session can be held (article 22). */
export function RoomPanel({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('room.register');
  const [done, setDone] = useState(false);
  const { roomName, roomKind } = room;
  const register = async (fields: RoomFields): Promise<void> => {
    setDone((await run(fields)) !== undefined);
    await refreshRoom();
  };
  return (
    <Panel title={t('devices.room')} tone={roomKind === 'unregistered' ? 'next' : 'plain'} testId="room-panel">
      <p>{t(roomKind === 'unregistered' ? 'devices.unregistered' : 'devices.roomHint')}</p>
      <Form<RoomFields> key={`${roomName} ${roomKind}`} layout="vertical" requiredMark={false} disabled={busy} initialValues={{ roomName, kind: roomKind }} onFinish={(fields) => void register(fields)}>
        <Form.Item name="roomName" label={t('devices.roomName')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="register-name" autoComplete="off" maxLength={80} /></Form.Item>
        <Form.Item name="kind" label={t('devices.roomKind')}>
          <Radio.Group className="choices" optionType="button" buttonStyle="solid">{roomKinds.map((kind) => <Radio.Button key={kind} value={kind} data-testid={`register-${kind}`}>{t(`roomKind.${kind}`)}</Radio.Button>)}</Radio.Group>
        </Form.Item>
        <Button type={roomKind === 'unregistered' ? 'primary' : 'default'} htmlType="submit" loading={busy} data-testid="action-register">{t('devices.register')}</Button>
      </Form>
      {done && !busy && <p role="status" data-testid="registered"><CheckCircleFilled aria-hidden /> {t('devices.registered', { room: roomName, kind: t(`roomKind.${roomKind}`) })}</p>}
      <Refusal error={error} />
    </Panel>
  );
}
