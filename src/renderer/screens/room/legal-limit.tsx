import { Button, Form, Input } from 'antd';
import type { LegalClockSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, duration, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';

const nearMs = 2 * 3_600_000;

interface LimitProps {
  readonly clock: LegalClockSnapshot;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** What is left now: the snapshot's word, moved on by room time. */
export function leftMs({ endsAtMs }: LegalClockSnapshot, nowMs: number): number {
  return endsAtMs - nowMs;
}

/** The legal clock, always in sight: it runs from arrival and never stops the recording. */
export function LegalClock({ clock, timeZone, nowMs }: LimitProps) {
  const { t, pick } = useText();
  const left = leftMs(clock, nowMs);
  const tone = left <= 0 ? 'over' : left <= nearMs ? 'near' : 'far';
  return (
    <dl className={`state-limit state-limit-${tone}`} data-testid="legal-clock" data-tone={tone}>
      <dt>{t('rules.limit')} · {pick(clock.title)} {clock.unconfirmed && <span className="state-lag">{t('rules.unconfirmed')}</span>}</dt>
      <dd data-testid="legal-clock-left">{left > 0 ? duration(left) : `−${duration(-left)}`}</dd>
      <dd className="muted">{t(left > 0 ? 'rules.limitEnds' : 'rules.limitEnded', { time: clockTime(clock.endsAtMs, timeZone).slice(0, 5), hours: clock.allowedMs / 3_600_000 })}</dd>
    </dl>
  );
}

/** Extends the limit to its next step, with the credentials of whom the law names. Shown when it is near or over. */
export function ExtendLimit({ session, nowMs }: { readonly session: SessionSnapshot; readonly nowMs: number }) {
  const { t, pick } = useText();
  const { run, busy, error } = useCall('session.extendLimit');
  const { legalClock: clock, sessionId } = session;
  if (clock === null || leftMs(clock, nowMs) > nearMs) return null;
  const { next } = clock;
  if (next === null) return leftMs(clock, nowMs) > 0 ? null : <Panel title={t('rules.limitOver')} tone="alarm" testId="limit-over"><p>{t('rules.limitFinal')}</p></Panel>;
  const isOver = leftMs(clock, nowMs) <= 0;
  const extend = t('rules.extend', { hours: next.toMs / 3_600_000 });
  const roles = next.approvers.map((role) => t(`role.${role}`)).join(' / ');
  return (
    <Panel title={isOver ? t('rules.limitOver') : extend} tone={isOver ? 'alarm' : 'plain'} testId="limit-extend">
      {isOver && <><p>{t('rules.limitStop')}</p><h3>{extend}</h3></>}
      <p>{t('rules.extendOnlyIf', { condition: pick(next.condition) })}</p>
      <Form<CredentialFields & { readonly reason: string }> layout="vertical" requiredMark={false} onFinish={({ reason, account, pin }) => void run({ sessionId, toMs: next.toMs, reason, approver: { account, pin } })}>
        <Form.Item name="reason" label={t('rules.reason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="limit-reason" autoComplete="off" maxLength={500} /></Form.Item>
        <Credentials id="limit-approver" title={t('rules.approvedBy', { roles })} />
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-extend">{t('rules.extendSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
