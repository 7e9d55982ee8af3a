import { Button, Form, Input } from 'antd';
import { CheckCircleFilled, clockTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { parseRoomMinute } from './room-minute.ts';

interface LeavingProps {
  readonly sessionId: string;
  readonly leftAtMs: number | null;
  readonly timeZone: string;
}

/** When the interviewee left: stays are summed until then, and the next summons waits for it. */
export function LeavingForm({ sessionId, leftAtMs, timeZone }: LeavingProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.leave');
  if (leftAtMs !== null) return <p className="muted" data-testid="left-at"><CheckCircleFilled aria-hidden /> {t('rules.leftAt', { time: clockTime(leftAtMs, timeZone) })}</p>;
  return (
    <Panel title={t('rules.leaving')} testId="leaving-panel">
      <p>{t('rules.leavingHint')}</p>
      <Form<{ readonly leftAt: string }> layout="vertical" requiredMark={false} onFinish={({ leftAt }) => void run({ sessionId, leftAtMs: parseRoomMinute(leftAt, timeZone) ?? 0 })}>
        <Form.Item
          name="leftAt" label={t('rules.leavingTime')}
          rules={[{ validator: (_, value: string | undefined) => (parseRoomMinute(value ?? '', timeZone) === undefined ? Promise.reject(new Error(t('open.arrivedBad'))) : Promise.resolve()) }]}
        >
          <Input data-testid="left-at-time" placeholder={t('open.arrivedHint')} autoComplete="off" />
        </Form.Item>
        <Button size="large" block htmlType="submit" loading={busy} data-testid="action-left">{t('rules.leavingSubmit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
