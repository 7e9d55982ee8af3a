import { Button, Form, Input, Radio } from 'antd';
import type { InterruptionSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { unrecordedReasons, type UnrecordedReason } from '../../../shared/domain/index.ts';
import { CheckCircleFilled, clockTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';
import { NoteForm } from './note-form.tsx';

interface RemediesProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  /** Whether this person may ask to go on unrecorded; remedies and notes are everybody's. */
  readonly mayDecide: boolean;
}

/** While nothing is recorded: the remedies in the order of article 29, and outside the must-record class the only lawful way to go on. */
export function Remedies({ session, timeZone, mayDecide }: RemediesProps) {
  const { t, pick } = useText();
  const tried = useCall('interruption.remedy');
  const interruption = session.interruptionList.find(({ state }) => state === 'lasting');
  if (interruption === undefined) return null;
  const { sessionId } = session;
  const { interruptionId, unrecorded } = interruption;
  return (
    <Panel title={t('rules.remedies')} testId="remedies">
      <ol className="remedies">
        {interruption.remedies.map(({ remedy, tried: done }) => (
          <li key={remedy}>
            <span>{t(`remedy.${remedy}`)} {done.map(({ atMs }) => <span key={atMs} className="muted"><CheckCircleFilled aria-hidden /> {clockTime(atMs, timeZone)}</span>)}</span>
            <Button size="small" loading={tried.busy} data-testid={`remedy-${remedy}`} onClick={() => void tried.run({ sessionId, interruptionId, remedy })}>{t('rules.remedyTried')}</Button>
          </li>
        ))}
      </ol>
      <Refusal error={tried.error} />
      <NoteForm sessionId={sessionId} interruption={interruption} timeZone={timeZone} />
      {mayDecide && interruption.mayContinueUnrecorded && <ContinueUnrecorded session={session} interruption={interruption} />}
      {unrecorded !== null && (
        <div data-testid="unrecorded">
          <h3>{t('rules.signThis')}</h3>
          <blockquote className="sign-text" data-testid="sign-text">{pick(unrecorded.signText)}</blockquote>
        </div>
      )}
    </Panel>
  );
}

function ContinueUnrecorded({ session, interruption }: { readonly session: SessionSnapshot; readonly interruption: InterruptionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('interruption.continueUnrecorded');
  const { sessionId } = session;
  const { interruptionId } = interruption;
  return (
    <details className="fold" data-testid="unrecorded-form">
      <summary>{t('rules.unrecorded')}</summary>
      <Form<CredentialFields & { readonly reason: UnrecordedReason; readonly note?: string }>
        layout="vertical" requiredMark={false} initialValues={{ reason: 'urgent' }}
        onFinish={({ reason, note, account, pin }) => void run({ sessionId, interruptionId, reason, ...(note === undefined ? {} : { note }), approver: { account, pin } })}
      >
        <Form.Item name="reason" label={t('rules.reason')}>
          <Radio.Group className="choices" optionType="button" buttonStyle="solid">{unrecordedReasons.map((value) => <Radio.Button key={value} value={value} data-testid={`unrecorded-${value}`}>{t(`unrecordedReason.${value}`)}</Radio.Button>)}</Radio.Group>
        </Form.Item>
        <Form.Item name="note" label={`${t('explain.note')} (${t('common.optional')})`}><Input data-testid="unrecorded-note" autoComplete="off" maxLength={500} /></Form.Item>
        <Credentials id="unrecorded-approver" title={t('rules.approvedBy', { roles: `${t('role.supervisor')} / ${t('role.chief')}` })} />
        <Button danger size="large" block htmlType="submit" loading={busy} data-testid="action-unrecorded">{t('rules.unrecordedSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
