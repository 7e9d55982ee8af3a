import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { WireError } from '../../../shared/base/index.ts';
import { LanguageSwitch, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { changePin, logOut } from '../../stores/index.ts';

interface PinFields {
  readonly oldPin: string;
  readonly newPin: string;
  readonly again: string;
}

/** The first login with a PIN that somebody else has set: only its owner may know the next one. */
export function ChangePinScreen() {
  const { t } = useText();
  const [error, setError] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async ({ oldPin, newPin }: PinFields): Promise<void> => {
    setBusy(true);
    const reply = await changePin(oldPin, newPin);
    setBusy(false);
    setError(reply.ok ? null : reply.error);
  };
  const required = { required: true, message: t('common.required') };
  return (
    <main className="login locked" data-testid="screen-change-pin">
      <div className="login-language"><LanguageSwitch /></div>
      <header className="login-head"><h1>{t('changePin.title')}</h1><p>{t('changePin.why')}</p></header>
      <section className="panel login-form" aria-label={t('changePin.title')}>
        <Form<PinFields> layout="vertical" size="large" disabled={busy} requiredMark={false} onFinish={(fields) => void change(fields)}>
          <Form.Item name="oldPin" label={t('changePin.old')} rules={[required]}><Input.Password data-testid="change-pin-old" autoComplete="current-password" /></Form.Item>
          <Form.Item name="newPin" label={t('changePin.new')} extra={t('accounts.pinRule')} rules={[required]}><Input.Password data-testid="change-pin-new" autoComplete="new-password" /></Form.Item>
          <Form.Item
            name="again" label={t('changePin.again')} dependencies={['newPin']}
            rules={[required, ({ getFieldValue }) => ({ validator: (_, value) => (value === getFieldValue('newPin') ? Promise.resolve() : Promise.reject(new Error(t('changePin.differs')))) })]}
          ><Input.Password data-testid="change-pin-again" autoComplete="new-password" /></Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy} data-testid="action-change-pin">{t('changePin.submit')}</Button>
        </Form>
        <Refusal error={error} />
        <Button type="link" onClick={() => void logOut()}>{t('app.logout')}</Button>
      </section>
    </main>
  );
}
