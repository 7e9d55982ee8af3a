import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { KeptTranscriptSnapshot, TranscriptPageSnapshot } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, clockTime, Pad, Refusal, StopOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface SignerRowProps {
  readonly sessionId: string;
  readonly page: number;
  readonly signer: TranscriptPageSnapshot['signers'][number];
  readonly isOpen: boolean;
  readonly timeZone: string;
  readonly onKept: (kept: KeptTranscriptSnapshot) => void;
}

/** One person's signature on one page: on the pad, on paper in the picture, or refused and noted by two officers. */
export function SignerRow({ sessionId, page, signer: { name, signsAs, outcome, atMs, reason }, isOpen, timeZone, onKept }: SignerRowProps) {
  const { t } = useText();
  const sign = useCall('transcript.signPage');
  const refuse = useCall('transcript.refuseSignature');
  const [way, setWay] = useState<'none' | 'pad' | 'refuse'>('none');
  const take = (next: KeptTranscriptSnapshot | undefined): void => {
    if (next !== undefined) onKept(next);
  };
  const who = { sessionId, page, name, signsAs };
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <section className="signer" data-testid={`signer-${signsAs}`} data-outcome={outcome}>
      <h3>{t(`signsAs.${signsAs}`)} {name}</h3>
      {outcome === 'signed' && <p className="good"><CheckCircleFilled aria-hidden /> {t('editor.signedAt', { time: atMs === null ? '' : clockTime(atMs, timeZone) })}</p>}
      {outcome === 'refused' && <p className="bad"><StopOutlined aria-hidden /> {t('editor.refusedAt', { time: atMs === null ? '' : clockTime(atMs, timeZone), reason })}</p>}
      {outcome === 'open' && (
        <div className="line-buttons">
          <Button type="primary" disabled={!isOpen} data-testid="action-sign-pad" onClick={() => setWay('pad')}>{t('editor.signPad')}</Button>
          <Button disabled={!isOpen} loading={sign.busy} data-testid="action-sign-paper" onClick={() => void sign.run({ ...who, method: 'paper' }).then(take)}>{t('editor.signPaper')}</Button>
          <Button danger disabled={!isOpen} data-testid="action-sign-refuse" onClick={() => setWay('refuse')}>{t('editor.refuse')}</Button>
        </div>
      )}
      {outcome === 'open' && way === 'pad' && <Pad isOpen={isOpen} busy={sign.busy} onSigned={(path) => void sign.run({ ...who, method: 'pad', path }).then(take)} />}
      {outcome === 'open' && way === 'refuse' && (
        <Form<{ reason: string; account: string; pin: string }>
          layout="vertical" requiredMark={false} disabled={refuse.busy || !isOpen}
          onFinish={({ reason: said, account, pin }) => void refuse.run({ ...who, reason: said, secondOfficer: { account, pin } }).then(take)}
        >
          <Form.Item name="reason" label={t('editor.refusalReason')} rules={required}><Input data-testid="refusal-reason" autoComplete="off" /></Form.Item>
          <div className="form-pair">
            <Form.Item name="account" label={t('open.second')} rules={required}><Input data-testid="refusal-account" autoComplete="off" /></Form.Item>
            <Form.Item name="pin" label={t('open.pin')} rules={required}><Input.Password data-testid="refusal-pin" autoComplete="new-password" /></Form.Item>
          </div>
          <Button danger block htmlType="submit" loading={refuse.busy} data-testid="action-note-refusal">{t('editor.noteRefusal')}</Button>
        </Form>
      )}
      <Refusal error={sign.error ?? refuse.error} />
    </section>
  );
}
