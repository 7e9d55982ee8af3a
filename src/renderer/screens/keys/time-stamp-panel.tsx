import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { KeyStatus, TimeStampTrial } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, CloseCircleFilled, dateTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface TimeStampPanelProps {
  readonly status: KeyStatus;
  readonly timeZone: string;
  readonly onChanged: (status: KeyStatus) => void;
}

interface ServerFields {
  readonly url?: string;
  readonly trustedPem?: string;
}

/** The time-stamp authority: its address, whom it must lead to, and a trial before it is relied on. */
export function TimeStampPanel({ status, timeZone, onChanged }: TimeStampPanelProps) {
  const { t } = useText();
  const saving = useCall('key.setTimeStampServer');
  const trying = useCall('key.tryTimeStampServer');
  const [form] = Form.useForm<ServerFields>();
  const [trial, setTrial] = useState<TimeStampTrial | null>(null);
  const [isSaved, setSaved] = useState(false);
  const url = Form.useWatch((fields: ServerFields) => fields.url?.trim() ?? '', form);
  const given = ({ url: address, trustedPem }: ServerFields) => ({ url: address?.trim() ?? '', trustedPem: trustedPem ?? '' });
  const save = async (fields: ServerFields): Promise<void> => {
    setTrial(null);
    const next = await saving.run(given(fields));
    setSaved(next !== undefined);
    if (next !== undefined) onChanged(next);
  };
  const attempt = async (): Promise<void> => {
    setTrial(null);
    setSaved(false);
    const fields = await form.validateFields().catch(() => undefined);
    const answer = fields === undefined ? undefined : await trying.run(given(fields));
    if (answer !== undefined) setTrial(answer);
  };
  const busy = saving.busy || trying.busy;
  return (
    <Panel title={t('keys.stampTitle')} testId="time-stamp">
      <p className="muted">{t('keys.stampAbout')}</p>
      <p data-testid="stamp-now" className="mono wrap">{status.timeStampServer === '' ? t('keys.stampNone') : status.timeStampServer}</p>
      <Form<ServerFields> form={form} layout="vertical" requiredMark={false} disabled={busy} initialValues={{ url: status.timeStampServer, trustedPem: status.timeStampTrustedPem }} onFinish={(fields) => void save(fields)}>
        <Form.Item name="url" label={t('keys.stampUrl')} rules={[{ pattern: /^\s*(https?:\/\/\S+)?\s*$/, message: t('keys.stampUrlBad') }]}><Input data-testid="stamp-url" className="mono" autoComplete="off" spellCheck={false} maxLength={500} /></Form.Item>
        <Form.Item name="trustedPem" label={t('keys.stampTrusted')} extra={t('keys.stampTrustedHint')}><Input.TextArea data-testid="stamp-trusted" className="mono" autoSize={{ minRows: 2, maxRows: 5 }} autoComplete="off" spellCheck={false} /></Form.Item>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={saving.busy} data-testid="action-stamp-save">{t('keys.stampSave')}</Button>
          <Button loading={trying.busy} disabled={url === ''} onClick={() => void attempt()} data-testid="action-stamp-try">{t('keys.stampTry')}</Button>
        </div>
      </Form>
      {isSaved && <p className="verdict verdict-good" role="status" data-testid="stamp-saved"><CheckCircleFilled aria-hidden /> {t('keys.stampSaved')}</p>}
      {trial !== null && <Answer trial={trial} timeZone={timeZone} />}
      <Refusal error={saving.error ?? trying.error} />
    </Panel>
  );
}

function Answer({ trial, timeZone }: { readonly trial: TimeStampTrial; readonly timeZone: string }) {
  const { t } = useText();
  if (!trial.answered) return <p className="verdict verdict-bad" role="status" data-testid="stamp-trial" data-answered="false"><CloseCircleFilled aria-hidden /> {t('keys.stampFailed', { detail: trial.detail })}</p>;
  return (
    <p className="verdict verdict-good" role="status" data-testid="stamp-trial" data-answered="true">
      <CheckCircleFilled aria-hidden /> {t('keys.stampAnswered', { time: dateTime(trial.atMs, timeZone) })} · {t(trial.isTrusted ? 'keys.stampTrustedYes' : 'keys.stampTrustedNo')}
    </p>
  );
}
