import { Button, Form, Input } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** Gives up a session that was never recorded. It stays in the list with this reason. */
export function AbandonForm({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.abandon');
  return (
    <details className="fold" data-testid="abandon-form">
      <summary data-testid="abandon-open">{t('rules.abandon')}</summary>
      <p>{t('rules.abandonHint')}</p>
      <Form<{ readonly reason: string }> layout="vertical" requiredMark={false} onFinish={({ reason }) => void run({ sessionId: session.sessionId, reason })}>
        <Form.Item name="reason" label={t('rules.reason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="abandon-reason" autoComplete="off" maxLength={500} /></Form.Item>
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-abandon">{t('rules.abandonSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
