import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Locks, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** Finishes the session, after a second look. While nothing is recorded, a written reason stands in for the explanation (article 15). */
export function FinishForm({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.finish');
  const [asking, setAsking] = useState(false);
  // While something is missing (a notice, the reading, a signature), and while nothing is recorded, only a reason ends the session; what is missing is kept beside it.
  const missing = session.locks.filter(({ locks }) => locks.includes('finish'));
  const early = session.interrupted || missing.length > 0;
  const label = session.interrupted ? t('record.finishWritten') : early ? t('record.finishEarly') : `${t('record.finishReason')} (${t('common.optional')})`;
  const finish = async (reason: string | undefined): Promise<void> => {
    const finished = await run({ sessionId: session.sessionId, ...(reason === undefined ? {} : { reason }) });
    if (finished !== undefined) setAsking(false);
  };
  return (
    <>
      <Button size="large" block data-testid="action-finish" onClick={() => setAsking(true)}>{t('record.finish')}</Button>
      <Modal open={asking} title={t('record.finishTitle')} footer={null} onCancel={() => setAsking(false)} destroyOnHidden>
        <p>{t('record.finishHint')}</p>
        {missing.length > 0 && <Locks locks={missing} />}
        <Form<{ reason?: string }> layout="vertical" requiredMark={false} onFinish={({ reason }) => void finish(reason)}>
          <Form.Item
            name="reason" label={label}
            rules={[{ required: early, whitespace: true, message: t('common.required') }]}
          >
            <Input data-testid="finish-reason" autoComplete="off" maxLength={500} />
          </Form.Item>
          <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-finish-confirm">{t('record.finishConfirm')}</Button>
        </Form>
        <Refusal error={error} />
      </Modal>
    </>
  );
}
