import { Button, Form, Input } from 'antd';
import type { ReconciliationSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface ExplanationFields {
  readonly reason: string;
  readonly account: string;
  readonly pin: string;
}

/** When the transcript cannot be mended: why it differs, said by two officers. The explanation stays beside the table. */
export function ExplainDifferences({ session, reconciliation }: { readonly session: SessionSnapshot; readonly reconciliation: ReconciliationSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.explain');
  if (reconciliation.settled) return null;
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <Panel title={t('transcript.explainTitle')} testId="explain-differences">
      <p>{t('transcript.explainHint')}</p>
      <Form<ExplanationFields> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ reason, account, pin }) => void run({ sessionId: session.sessionId, reason, secondOfficer: { account, pin } })}>
        <Form.Item name="reason" label={t('transcript.reason')} rules={required}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} data-testid="explain-reason" /></Form.Item>
        <div className="form-pair">
          <Form.Item name="account" label={t('open.second')} rules={required}><Input data-testid="explain-account" autoComplete="off" /></Form.Item>
          <Form.Item name="pin" label={t('open.pin')} rules={required}><Input.Password data-testid="explain-pin" autoComplete="new-password" /></Form.Item>
        </div>
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-explain-differences">{t('transcript.explainSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
