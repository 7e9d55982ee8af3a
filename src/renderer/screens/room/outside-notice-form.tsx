import { Button, Form, Input } from 'antd';
import type { OutsideNoticeSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, clockTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';

interface OutsideNoticeProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
}

/** The report about a failure to record that lasted long: read out or copied to the outside authority, then acknowledged by whom it has gone up to. */
export function OutsideNotices({ session, timeZone }: OutsideNoticeProps) {
  const { t } = useText();
  return (
    <>
      {session.notices.map((notice) =>
        notice.acknowledgement === null
          ? <OutsideNotice key={notice.interruptionId} sessionId={session.sessionId} notice={notice} timeZone={timeZone} />
          : <p key={notice.interruptionId} className="muted" data-testid="outside-notice-settled"><CheckCircleFilled aria-hidden /> {t('outsideNotice.settled', { ...notice.acknowledgement, time: clockTime(notice.acknowledgement.atMs, timeZone) })}</p>)}
    </>
  );
}

function OutsideNotice({ sessionId, notice, timeZone }: { readonly sessionId: string; readonly notice: OutsideNoticeSnapshot; readonly timeZone: string }) {
  const { t, pick } = useText();
  const { run, busy, error } = useCall('notice.acknowledge');
  const { interruptionId, text, roles, escalatesAtMs } = notice;
  return (
    <Panel title={t('outsideNotice.title')} tone="alarm" testId="outside-notice">
      <blockquote className="sign-text" data-testid="outside-notice-text">{pick(text)}</blockquote>
      {escalatesAtMs !== null && <p className="muted" data-testid="outside-notice-escalates">{t('outsideNotice.escalates', { time: clockTime(escalatesAtMs, timeZone) })}</p>}
      <Form<CredentialFields & { readonly toldTo: string }> layout="vertical" requiredMark={false} onFinish={({ toldTo, account, pin }) => void run({ sessionId, interruptionId, toldTo, approver: { account, pin } })}>
        <Form.Item name="toldTo" label={t('outsideNotice.toldTo')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="outside-notice-told-to" autoComplete="off" maxLength={120} /></Form.Item>
        <Credentials id="outside-notice-approver" title={t('rules.approvedBy', { roles: roles.map((role) => t(`role.${role}`)).join(' / ') })} />
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-outside-notice">{t('outsideNotice.submit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
