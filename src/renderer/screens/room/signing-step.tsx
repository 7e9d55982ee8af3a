import { Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import type { SealingSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, clockTime, Panel, Refusal, SealCode, SealSheetButton } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { RereadLine } from './seal-step.tsx';

type Signer = SealingSnapshot['missing'][number];

interface SigningStepProps {
  readonly session: SessionSnapshot;
  readonly sealing: SealingSnapshot;
  readonly timeZone: string;
}

/** The closing segment: the code is shown to the room and read out, each person signs in the picture or does not, then the seal is completed. */
export function SigningStep({ session, sealing, timeZone }: SigningStepProps) {
  const { t } = useText();
  return (
    <Panel title={t('signing.title')} tone="next" testId="next-signing">
      <div className="sealing">
        <QRCode value={`shilu-seal:${sealing.sealCode}:${sealing.manifestSha256}`} size={168} bordered={false} aria-label={t('signing.qr')} data-testid="seal-qr" />
        <SealCode code={sealing.sealCode} />
      </div>
      <p>{t('signing.hint')}</p>
      <SealSheetButton sessionId={session.sessionId} />
      <RereadLine session={session} />
      <ul className="signers">
        {sealing.signatures.map(({ name, capacity, decision, reason, atMs }) => (
          <li key={`${capacity}/${name}`} data-testid={`signed-${capacity}`}>
            <CheckCircleFilled aria-hidden /> <strong>{name}</strong> <span className="muted">{t(`signer.${capacity}`)}</span>
            <span>{t(`signing.${decision}`)} {clockTime(atMs, timeZone)}{reason === '' ? '' : ` · ${reason}`}</span>
          </li>
        ))}
        {sealing.missing.map((signer) => <SignerRow key={`${signer.capacity}/${signer.name}`} sessionId={session.sessionId} signer={signer} />)}
      </ul>
      {sealing.missing.length === 0 && <CompleteForm sessionId={session.sessionId} />}
      <Withdraw sessionId={session.sessionId} />
    </Panel>
  );
}

function SignerRow({ sessionId, signer }: { readonly sessionId: string; readonly signer: Signer }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.signSeal');
  const [refusing, setRefusing] = useState(false);
  const { name, capacity } = signer;
  return (
    <li>
      <div className="signer-row">
        <span><strong>{name}</strong> <span className="muted">{t(`signer.${capacity}`)}</span></span>
        <Button type="primary" loading={busy} data-testid={`sign-${capacity}`} onClick={() => void run({ sessionId, name, capacity, decision: 'signed' })}>{t('signing.sign')}</Button>
        <Button disabled={busy} data-testid={`refuse-${capacity}`} onClick={() => setRefusing(!refusing)}>{t('signing.refuse')}</Button>
      </div>
      {refusing && <RefusalForm busy={busy} onRefuse={(fields) => void run({ sessionId, name, capacity, decision: 'refused', reason: fields.reason, secondOfficer: { account: fields.account, pin: fields.pin } })} />}
      <Refusal error={error} />
    </li>
  );
}

interface RefusalFields {
  readonly reason: string;
  readonly account: string;
  readonly pin: string;
}

/** That somebody does not sign is noted by two officers. */
function RefusalForm({ busy, onRefuse }: { readonly busy: boolean; readonly onRefuse: (fields: RefusalFields) => void }) {
  const { t } = useText();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <Form<RefusalFields> layout="vertical" requiredMark={false} disabled={busy} onFinish={onRefuse}>
      <Form.Item name="reason" label={t('signing.reason')} rules={required}><Input data-testid="refusal-reason" autoComplete="off" /></Form.Item>
      <div className="form-pair">
        <Form.Item name="account" label={t('signing.secondAccount')} rules={required}><Input data-testid="refusal-account" autoComplete="off" /></Form.Item>
        <Form.Item name="pin" label={t('signing.secondPin')} rules={required}><Input.Password data-testid="refusal-pin" autoComplete="off" /></Form.Item>
      </div>
      <Button block htmlType="submit" data-testid="action-refusal">{t('signing.noteRefusal')}</Button>
    </Form>
  );
}

function CompleteForm({ sessionId }: { readonly sessionId: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.completeSeal');
  return (
    <>
      <Form<{ readonly pin: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ pin }) => void run({ sessionId, pin })}>
        <Form.Item name="pin" label={t('seal.pin')} rules={[{ required: true, message: t('common.required') }]}><Input.Password size="large" data-testid="complete-pin" autoComplete="off" /></Form.Item>
        <Button type="primary" size="large" block className="big" htmlType="submit" loading={busy} data-testid="action-complete-seal">{t(busy ? 'signing.completing' : 'signing.complete')}</Button>
      </Form>
      <Refusal error={error} />
    </>
  );
}

/** Back to the transcript, with a reason: what was begun stays in the ledger. */
function Withdraw({ sessionId }: { readonly sessionId: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.withdrawSeal');
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button type="link" data-testid="withdraw-seal" onClick={() => setAsking(true)}>{t('signing.withdraw')}</Button>;
  return (
    <>
      <Form<{ readonly reason: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ reason }) => void run({ sessionId, reason })}>
        <Form.Item name="reason" label={t('signing.withdrawReason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="withdraw-reason" autoComplete="off" /></Form.Item>
        <Button block danger htmlType="submit" data-testid="action-withdraw">{t('signing.withdraw')}</Button>
      </Form>
      <Refusal error={error} />
    </>
  );
}
