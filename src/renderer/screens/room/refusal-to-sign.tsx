import { Button, Form, Input } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';

/** The interviewee would not sign: one officer logs it, the other is witness with their own credentials. */
export function RefusalToSign({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.refuseSignature');
  const { signatureRefusal, sessionId } = session;
  if (signatureRefusal !== null) return <p data-testid="signature-refused">{t('rules.refusedBy', { by: signatureRefusal.by, witness: signatureRefusal.witness })}</p>;
  return (
    <details className="fold" data-testid="refuse-form">
      <summary data-testid="refuse-open">{t('rules.refuse')}</summary>
      <Form<CredentialFields & { readonly reason: string }> layout="vertical" requiredMark={false} onFinish={({ reason, account, pin }) => void run({ sessionId, reason, witness: { account, pin } })}>
        <Form.Item name="reason" label={t('rules.reason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="refuse-reason" autoComplete="off" maxLength={500} /></Form.Item>
        <Credentials id="refuse-witness" title={t('rules.witness')} />
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-refuse">{t('rules.refuseSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
