import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import type { InterruptionSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { languages, type Language } from '../../../shared/domain/index.ts';
import { CheckCircleFilled, clockTime, Pad, Panel, Refusal } from '../../components/index.ts';
import { languageNames, useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials, type CredentialFields } from './credential-fields.tsx';
import { toSign } from './stage.ts';

interface StatementProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
}

/** What the interviewee signs about an interruption: the station's text with the measured times, in a language they read, signed in the picture or refused before two officers. */
export function StatementStep({ session, timeZone }: StatementProps) {
  const { t } = useText();
  const interruption = toSign(session);
  const settled = session.interruptionList.filter(({ statement }) => statement?.outcome != null);
  return (
    <>
      {interruption !== undefined && <Statement key={interruption.interruptionId} session={session} interruption={interruption} />}
      {settled.map(({ interruptionId, fromMs, statement }) => (
        <p key={interruptionId} className="muted" data-testid="statement-settled">
          <CheckCircleFilled aria-hidden /> {t(statement?.outcome?.outcome === 'signed' ? 'rules.statementSigned' : 'rules.statementRefused', { time: clockTime(fromMs, timeZone) })}
        </p>
      ))}
    </>
  );
}

function Statement({ session, interruption }: { readonly session: SessionSnapshot; readonly interruption: InterruptionSnapshot }) {
  const { t, locale } = useText();
  const { run, busy, error } = useCall('interruption.sign');
  const [language, setLanguage] = useState<Language>(locale);
  const { sessionId } = session;
  const { interruptionId, statement } = interruption;
  const place = { sessionId, interruptionId, language };
  return (
    <Panel title={t('rules.statementTitle')} tone="next" testId="statement-panel">
      <p>{t('rules.statementHint', { name: session.interviewee })}</p>
      <Radio.Group className="choices choices-two" optionType="button" buttonStyle="solid" value={language} onChange={({ target }) => setLanguage(target.value as Language)}>
        {languages.map((each) => <Radio.Button key={each} value={each} data-testid={`statement-${each}`}>{languageNames[each]}</Radio.Button>)}
      </Radio.Group>
      <blockquote className="sign-text" lang={language} data-testid="statement-text">{statement?.text[language]}</blockquote>
      <Pad isOpen={!busy && !session.interrupted} busy={busy} onSigned={(path) => void run({ ...place, method: 'pad', path })} />
      <Button block disabled={busy} data-testid="statement-paper" onClick={() => void run({ ...place, method: 'paper' })}>{t('rules.statementPaper')}</Button>
      <Refusal error={error} />
      <RefusedStatement {...place} />
    </Panel>
  );
}

function RefusedStatement(place: { readonly sessionId: string; readonly interruptionId: string; readonly language: Language }) {
  const { t } = useText();
  const { run, busy, error } = useCall('interruption.refuseSigning');
  return (
    <details className="fold" data-testid="statement-refuse">
      <summary>{t('rules.refuse')}</summary>
      <Form<CredentialFields & { readonly reason: string }> layout="vertical" requiredMark={false} onFinish={({ reason, account, pin }) => void run({ ...place, reason, witness: { account, pin } })}>
        <Form.Item name="reason" label={t('rules.reason')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="statement-reason" autoComplete="off" maxLength={500} /></Form.Item>
        <Credentials id="statement-witness" title={t('rules.witness')} />
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-statement-refuse">{t('rules.refuseSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </details>
  );
}
