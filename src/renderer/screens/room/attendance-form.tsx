import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { languages, type AttendanceMoment, type Language } from '../../../shared/domain/index.ts';
import { CheckCircleFilled, clockTime, Pad, Refusal } from '../../components/index.ts';
import { languageNames, useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';

interface AttendanceProps {
  readonly session: SessionSnapshot;
  readonly moment: AttendanceMoment;
  readonly timeZone: string;
}

/** The interviewee signs when they arrived, or left; or two officers note that they did not. The pad counts in the recording alone. */
export function AttendanceForm({ session, moment, timeZone }: AttendanceProps) {
  const { t, locale } = useText();
  const { run, busy, error } = useCall('attendance.sign');
  const [isOpen, setOpen] = useState(false);
  const [language, setLanguage] = useState<Language>(locale);
  const { ofMs, outcome, text } = session.attendance[moment];
  if (ofMs === null) return null;
  if (outcome !== null) {
    return <p className="muted" data-testid={`${moment}-settled`}><CheckCircleFilled aria-hidden /> {t(outcome.outcome === 'signed' ? `attendance.${moment}Signed` : `attendance.${moment}Refused`, { time: clockTime(ofMs, timeZone) })}</p>;
  }
  const place = { sessionId: session.sessionId, moment, language };
  const isRecorded = (session.status === 'recording' || session.status === 'finished') && !session.interrupted;
  return (
    <details className="fold" data-testid={`${moment}-form`} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary data-testid={`${moment}-open`}>{t(`attendance.${moment}`)}</summary>
      {isOpen && (
        <>
          <Radio.Group className="choices choices-two" optionType="button" buttonStyle="solid" value={language} onChange={({ target }) => setLanguage(target.value as Language)}>
            {languages.map((each) => <Radio.Button key={each} value={each}>{languageNames[each]}</Radio.Button>)}
          </Radio.Group>
          <blockquote className="sign-text" lang={language} data-testid={`${moment}-text`}>{text[language]}</blockquote>
          {isRecorded && <Pad isOpen={!busy} busy={busy} onSigned={(path) => void run({ ...place, method: 'pad', path })} />}
          <Button block disabled={busy} data-testid={`${moment}-paper`} onClick={() => void run({ ...place, method: 'paper' })}>{t('attendance.paper')}</Button>
          <Refusal error={error} />
          <RefusedAttendance {...place} />
        </>
      )}
    </details>
  );
}

function RefusedAttendance(place: { readonly sessionId: string; readonly moment: AttendanceMoment; readonly language: Language }) {
  const { t } = useText();
  const { run, busy, error } = useCall('attendance.refuse');
  return (
    <details className="fold" data-testid={`${place.moment}-refuse`}>
      <summary>{t('rules.refuse')}</summary>
      <Form<CredentialFields & { readonly reason: string }> layout="vertical" requiredMark={false} onFinish={({ reason, account, pin }) => void run({ ...place, reason, witness: { account, pin } })}>
        <Form.Item name="reason" label={t('rules.reason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid={`${place.moment}-reason`} autoComplete="off" maxLength={500} /></Form.Item>
        <Credentials id={`${place.moment}-witness`} title={t('rules.witness')} />
        <Button size="large" block htmlType="submit" loading={busy} data-testid={`action-${place.moment}-refuse`}>{t('rules.refuseSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
