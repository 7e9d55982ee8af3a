import { Button, Form, Input } from 'antd';
import type { InterruptionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface NoteProps {
  readonly sessionId: string;
  readonly interruption: InterruptionSnapshot;
  readonly timeZone: string;
}

/** What a technician found out about an interruption: it stands beside the spoken reason and never in its place. */
export function NoteForm({ sessionId, interruption: { interruptionId, notes }, timeZone }: NoteProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('interruption.note');
  const [form] = Form.useForm<{ readonly text: string }>();
  const note = async (text: string): Promise<void> => {
    if ((await run({ sessionId, interruptionId, text })) !== undefined) form.resetFields();
  };
  return (
    <details className="fold" data-testid="note-form">
      <summary>{t('rules.note')}{notes.length > 0 && <span className="muted"> ({notes.length})</span>}</summary>
      <ul className="plain-list" data-testid="notes">{notes.map(({ atMs, by, text }) => <li key={`${atMs} ${text}`}><span className="muted">{clockTime(atMs, timeZone)} {by}</span> {text}</li>)}</ul>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ text }: { readonly text: string }) => void note(text)}>
        <Form.Item name="text" label={t('rules.noteText')} extra={t('rules.noteHint')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="note-text" autoComplete="off" maxLength={500} /></Form.Item>
        <Button block htmlType="submit" loading={busy} data-testid="action-note">{t('rules.noteSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
