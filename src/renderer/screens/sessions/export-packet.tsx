import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { MethodResult, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Locks, PacketReportView, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation } from '../../stores/index.ts';
import { copyRequest, CopyFields, type CopyFieldValues } from './copy-fields.tsx';
import { ExportProgress } from './export-progress.tsx';
import { ExportTarget, whereTo, type TargetFields } from './export-target.tsx';

interface ExportFields extends TargetFields, CopyFieldValues {
  readonly purpose: string;
  readonly recipient: string;
}

/** Writes a packet of a sealed session for a named recipient and purpose, and checks it. */
export function ExportPacket({ session, onWritten }: { readonly session: SessionSnapshot; readonly onWritten: () => void }) {
  const { t } = useText();
  const { run, busy, error } = useCall('packet.export');
  const [written, setWritten] = useState<MethodResult<'packet.export'> | null>(null);
  const [form] = Form.useForm<ExportFields>();
  const kind = Form.useWatch((fields: Partial<ExportFields>) => fields.kind ?? 'hand-over', form);
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const exporting = useStation(({ room }) => room?.exporting ?? null);
  const write = async (fields: ExportFields): Promise<void> => {
    const { purpose, recipient } = fields;
    setWritten(null);
    const result = await run({ sessionId: session.sessionId, purpose, recipient, ...copyRequest(fields), ...whereTo(fields) });
    if (result === undefined) return;
    setWritten(result);
    onWritten();
  };
  if (session.status !== 'sealed') return <Panel title={t('packet.exportTitle')} testId="export-panel"><p className="muted">{t('packet.notSealed')}</p></Panel>;
  return (
    <Panel title={t('packet.exportTitle')} tone="next" testId="export-panel">
      <Form<ExportFields> form={form} layout="vertical" requiredMark={false} disabled={busy || exporting !== null} initialValues={{ kind: 'hand-over' }} onFinish={(fields) => void write(fields)}>
        <div className="form-pair">
          <Form.Item name="purpose" label={t('packet.purpose')} rules={required}><Input data-testid="export-purpose" placeholder={t('packet.purposeHint')} autoComplete="off" maxLength={300} /></Form.Item>
          <Form.Item name="recipient" label={t('packet.recipient')} rules={required}><Input data-testid="export-recipient" autoComplete="off" maxLength={120} /></Form.Item>
        </div>
        <CopyFields kind={kind} />
        <ExportTarget />
        <Button type="primary" size="large" block htmlType="submit" loading={busy} disabled={exporting !== null} data-testid="action-export">{t(busy ? 'packet.exporting' : 'packet.submit')}</Button>
      </Form>
      {exporting !== null && <ExportProgress exporting={exporting} />}
      <Refusal error={error} />
      <Locks locks={session.locks.filter(({ locks }) => locks.includes('export'))} />
      {written !== null && (
        <>
          <p>{t('packet.written')} <span className="mono wrap" data-testid="export-path">{written.path}</span> <span className="muted">{t('packet.bytes', { mb: (written.bytes / 1e6).toFixed(1) })}</span></p>
          {written.readBack !== 'none' && <p data-testid="export-read-back">{t(`readBack.${written.readBack}`)}</p>}
          <PacketReportView report={written.report} />
        </>
      )}
    </Panel>
  );
}
