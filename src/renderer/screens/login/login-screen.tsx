import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { WireError } from '../../../shared/base/index.ts';
import type { Welcome } from '../../../shared/contract/index.ts';
import { AccountForm, LanguageSwitch, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { logIn, useStation } from '../../stores/index.ts';

/** The door: who is here? In the training room one click is enough. */
export function LoginScreen() {
  const { t } = useText();
  const welcome = useStation((view) => view.welcome);
  const loginLost = useStation((view) => view.loginLost);
  const connection = useStation((view) => view.connection);
  const [error, setError] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);

  const enter = async (account: string, pin: string): Promise<void> => {
    setBusy(true);
    setError(null);
    const reply = await logIn(account, pin);
    setBusy(false);
    if (!reply.ok) setError(reply.error);
  };

  return (
    <main className="login" data-testid="screen-login">
      <div className="login-language"><LanguageSwitch /></div>
      <header className="login-head">
        <h1>{t('app.name')} <small>{t('app.tagline')}</small></h1>
        <p data-testid="login-room">{welcome === null ? t('app.connecting') : welcome.roomName} {welcome?.training === true && <span className="tag tag-training">{t('app.training')}</span>}</p>
      </header>
      {loginLost && connection === 'connected' && <p className="notice" role="status" data-testid="login-lost">{t('login.lost')}</p>}
      {welcome?.firstStart === true
        ? <Panel title={t('accounts.firstTitle')} tone="next" testId="first-account"><p>{t('accounts.firstHint')}</p><AccountForm first onAdded={({ account, pin }) => void enter(account, pin)} /></Panel>
        : <div className={welcome !== null && welcome.trainingAccounts.length > 0 ? 'login-doors two' : 'login-doors'}>
        {welcome !== null && welcome.trainingAccounts.length > 0 && <TrainingAccounts welcome={welcome} busy={busy} onChoose={(account, pin) => void enter(account, pin)} />}
        <section className="panel login-form" aria-label={t('login.title')}>
          <Form<{ account: string; pin: string }> layout="vertical" size="large" disabled={busy || welcome === null} requiredMark={false} onFinish={({ account, pin }) => void enter(account, pin)}>
            <h2>{t('login.title')}</h2>
            <Form.Item name="account" label={t('login.account')} rules={[{ required: true, message: t('common.required') }]}><Input data-testid="login-account" autoComplete="username" /></Form.Item>
            <Form.Item name="pin" label={t('login.pin')} rules={[{ required: true, message: t('common.required') }]}><Input.Password data-testid="login-pin" autoComplete="current-password" /></Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy} data-testid="login-submit">{t('login.submit')}</Button>
          </Form>
          <Refusal error={error} />
          <p className="muted">{t('login.recordingGoesOn')}</p>
        </section>
      </div>}
      {welcome?.firstStart === true && <Refusal error={error} />}
    </main>
  );
}

interface TrainingAccountsProps {
  readonly welcome: Welcome;
  readonly busy: boolean;
  readonly onChoose: (account: string, pin: string) => void;
}

function TrainingAccounts({ welcome, busy, onChoose }: TrainingAccountsProps) {
  const { t } = useText();
  return (
    <section className="login-cards" aria-label={t('login.trainingTitle')}>
      <h2>{t('login.trainingTitle')}</h2>
      <p className="muted">{t('login.trainingHint')}</p>
      <div className="cards">
        {welcome.trainingAccounts.map(({ account, pin, name, role }, index) => {
          const first = welcome.trainingAccounts.findIndex((other) => other.role === role) === index;
          return (
            <button key={account} type="button" className={`card card-${role}`} disabled={busy} data-testid={first ? `login-card-${role}` : `login-card-${account}`} onClick={() => onChoose(account, pin)}>
              <span className="card-role">{t(`role.${role}`)}</span>
              <strong>{name}</strong>
              <span className="card-does">{t(`login.role.${role}`)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
