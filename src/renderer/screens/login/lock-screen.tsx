import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { WireError } from '../../../shared/base/index.ts';
import type { Glance } from '../../../shared/contract/index.ts';
import { clockTime, LanguageSwitch, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { logOut, unlock, type LoggedIn } from '../../stores/index.ts';

interface LockScreenProps {
  readonly glance: Glance;
  readonly person: LoggedIn;
  readonly timeZone: string;
}

/** A console that nobody has touched for a while: no names, no pictures, only whether it records and whether something is wrong (requirement K6). */
export function LockScreen({ glance, person, timeZone }: LockScreenProps) {
  const { t } = useText();
  const [error, setError] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (pin: string): Promise<void> => {
    setBusy(true);
    const reply = await unlock(pin);
    setBusy(false);
    setError(reply.ok ? null : reply.error);
  };
  const { recording, provenUntilMs, alarms, roomName } = glance;
  return (
    <main className="login locked" data-testid="screen-locked">
      <div className="login-language"><LanguageSwitch /></div>
      <header className="login-head"><h1>{t('lock.title')}</h1><p>{roomName}</p></header>
      <p className={recording ? 'lock-state lock-recording' : 'lock-state'} role="status" data-testid="lock-state">
        <strong>{t(recording ? 'lock.recording' : 'lock.notRecording')}</strong>
        {recording && <span> {t('room.provenUntil')} {provenUntilMs === null ? t('room.provenNone') : clockTime(provenUntilMs, timeZone)}</span>}
        {alarms > 0 && <span className="problem" data-testid="lock-alarms"> {t('lock.alarms', { count: alarms })}</span>}
      </p>
      <section className="panel login-form" aria-label={t('lock.unlock')}>
        <Form<{ pin: string }> layout="vertical" size="large" disabled={busy} requiredMark={false} onFinish={({ pin }) => void open(pin)}>
          <Form.Item name="pin" label={t('lock.pinOf', { name: person.name })} rules={[{ required: true, message: t('common.required') }]}><Input.Password data-testid="unlock-pin" autoComplete="current-password" autoFocus /></Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy} data-testid="action-unlock">{t('lock.unlock')}</Button>
        </Form>
        <Refusal error={error} />
        <p className="muted">{t('login.recordingGoesOn')}</p>
        <Button type="link" data-testid="action-other-person" onClick={() => void logOut()}>{t('lock.other')}</Button>
      </section>
    </main>
  );
}
