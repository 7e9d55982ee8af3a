import { Button, Form, Input, Radio } from 'antd';
import { interruptionCauses, type InterruptionCause } from '../../../shared/domain/index.ts';
import type { InterruptionSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, dateTime, duration, Panel, Refusal, AudioOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface ExplainStepProps {
  readonly session: SessionSnapshot;
  readonly interruption: InterruptionSnapshot;
  readonly timeZone: string;
  readonly nowMs: number;
}

interface CauseFields {
  readonly cause: InterruptionCause;
  readonly note?: string;
}

/** The spoken explanation: measured bounds, the cause, the text to read aloud, and whether it was heard. The times cannot be typed. */
export function ExplainStep({ session, interruption, timeZone, nowMs }: ExplainStepProps) {
  const { t, pick, codeText } = useText();
  const begin = useCall('interruption.explain');
  const finish = useCall('interruption.explain');
  const { sessionId } = session;
  const { interruptionId, fromMs, toMs, heardMs, requiredMs, beganAtMs } = interruption;
  const reading = interruption.state === 'explaining';
  const waiting = session.interruptionList.filter(({ state }) => state === 'unexplained').length - (reading ? 0 : 1);
  return (
    <Panel title={t('explain.title')} tone="alarm" testId="interruption-panel">
      <dl className="facts">
        <div><dt>{t('explain.bounds')}</dt><dd data-testid="interruption-bounds">{dateTime(fromMs, timeZone)} {t('common.to')} {toMs === null ? '…' : clockTime(toMs, timeZone)}{toMs !== null && ` · ${t('explain.lasted', { duration: duration(toMs - fromMs) })}`}</dd></div>
        <div><dt>{t('explain.reason')}</dt><dd>{codeText(interruption.reason)}</dd></div>
      </dl>
      {heardMs !== null && !reading && (
        <p className="verdict verdict-bad" role="alert" data-testid="explain-heard">{t('explain.heard', { heard: seconds(heardMs), required: seconds(requiredMs) })}<br />{t('explain.notHeard')}</p>
      )}
      {!reading && (
        <Form<CauseFields> layout="vertical" requiredMark={false} onFinish={(fields) => void begin.run({ step: 'begin', sessionId, interruptionId, ...fields })}>
          <p>{t('explain.hint')}</p>
          <Form.Item name="cause" label={t('explain.cause')} rules={[{ required: true, message: t('common.required') }]}>
            <Radio.Group className="choices" optionType="button" buttonStyle="solid" size="large" data-testid="interruption-cause">
              {interruptionCauses.map((cause) => <Radio.Button key={cause} value={cause} data-testid={`interruption-cause-${cause}`}>{t(`cause.${cause}`)}</Radio.Button>)}
            </Radio.Group>
          </Form.Item>
          <Form.Item name="note" label={`${t('explain.note')} (${t('common.optional')})`}><Input data-testid="interruption-note" autoComplete="off" maxLength={500} /></Form.Item>
          <Button type="primary" size="large" block htmlType="submit" loading={begin.busy} data-testid="action-explain-begin">{t(heardMs === null ? 'explain.begin' : 'explain.again')}</Button>
          <Refusal error={begin.error} />
        </Form>
      )}
      {reading && (
        <>
          <p className="listening" role="status"><AudioOutlined aria-hidden /> {t('explain.speaking')} {beganAtMs !== null && <span className="mono">{duration(nowMs - beganAtMs)}</span>}</p>
          <blockquote className="read-aloud" data-testid="read-aloud" aria-label={t('explain.readAloud')}>{pick(interruption.readAloud)}</blockquote>
          <Button type="primary" size="large" block className="big" loading={finish.busy} data-testid="action-explain-finish" onClick={() => void finish.run({ step: 'finish', sessionId, interruptionId })}>{t('explain.finish')}</Button>
        </>
      )}
      {/* Too little speech is said above, with what was heard. */}
      <Refusal error={finish.error?.code === 'EXPLANATION_NOT_HEARD' ? null : finish.error} />
      {waiting > 0 && <p className="muted">{t('explain.several', { count: waiting })}</p>}
    </Panel>
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
