import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { PacketReport } from '../../../shared/contract/index.ts';
import { readSealCode } from '../../../shared/domain/index.ts';
import { PacketReportView, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface Asked {
  readonly path: string;
  readonly sealCode?: string;
  readonly fingerprint?: string;
}

/** Checks any packet or video file that this station can reach, against what is known from the paper. */
export function VerifyPacket() {
  const { t, codeText } = useText();
  const { run, busy, error } = useCall('packet.verify');
  const [report, setReport] = useState<PacketReport | null>(null);
  const verify = async ({ path, sealCode, fingerprint }: Asked): Promise<void> => {
    setReport(null);
    const found = await run({ path, ...given('sealCode', sealCode), ...given('fingerprint', fingerprint) });
    if (found !== undefined) setReport(found);
  };
  return (
    <Panel title={t('packet.verifyTitle')} testId="verify-panel">
      <Form<Asked> layout="vertical" requiredMark={false} disabled={busy} onFinish={(asked) => void verify(asked)}>
        <div className="form-line">
          <Form.Item name="path" label={t('packet.path')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="verify-path" autoComplete="off" /></Form.Item>
          <Form.Item name="sealCode" label={t('packet.askedSealCode')} extra={t('packet.scanHint')} rules={[{ validator: (_, text?: string) => (text === undefined || text.trim() === '' || readSealCode(text) !== null ? Promise.resolve() : Promise.reject(new Error(codeText('SEAL_CODE_WRONG')))) }]}><Input data-testid="verify-seal-code" autoComplete="off" /></Form.Item>
          <Form.Item name="fingerprint" label={t('packet.askedFingerprint')}><Input data-testid="verify-fingerprint" autoComplete="off" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} data-testid="action-verify">{t(busy ? 'packet.verifying' : 'packet.verify')}</Button>
        </div>
      </Form>
      <Refusal error={error} />
      {report !== null && <PacketReportView report={report} />}
    </Panel>
  );
}

/** A field that was left empty asks nothing. */
function given<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined || value.trim() === '' ? {} : ({ [name]: value.trim() } as Record<Name, string>);
}
