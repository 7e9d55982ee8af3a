import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { PacketReport } from '../../../shared/contract/index.ts';
import { PacketReportView, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** Checks any packet this station can reach. */
export function VerifyPacket() {
  const { t } = useText();
  const { run, busy, error } = useCall('packet.verify');
  const [report, setReport] = useState<PacketReport | null>(null);
  const verify = async (path: string): Promise<void> => {
    setReport(null);
    const found = await run({ path });
    if (found !== undefined) setReport(found);
  };
  return (
    <Panel title={t('packet.verifyTitle')} testId="verify-panel">
      <Form<{ path: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ path }) => void verify(path)}>
        <div className="form-line">
          <Form.Item name="path" label={t('packet.path')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="verify-path" autoComplete="off" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} data-testid="action-verify">{t(busy ? 'packet.verifying' : 'packet.verify')}</Button>
        </div>
      </Form>
      <Refusal error={error} />
      {report !== null && <PacketReportView report={report} />}
    </Panel>
  );
}
