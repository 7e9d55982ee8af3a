import { Button, Form, Input } from 'antd';
import type { WireError } from '../../../shared/base/index.ts';
import { CheckCircleFilled, clockTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useRoomTimeMs } from '../../stores/index.ts';
import { parseRoomMinute } from './room-minute.ts';

interface DepartureProps {
  readonly sessionId: string;
  /** When it was, once it is logged. */
  readonly atMs: number | null;
  /** End of the recording, where this console knows it: nobody leaves before. */
  readonly endMs: number | null;
  readonly timeZone: string;
}

/** When the interviewee left: stays are summed until then, and the next summons waits for it. */
export function LeavingForm(props: DepartureProps) {
  const { t } = useText();
  const call = useCall('session.leave');
  const { sessionId, atMs, timeZone } = props;
  if (atMs !== null) return <p className="muted" data-testid="left-at"><CheckCircleFilled aria-hidden /> {t('rules.leftAt', { time: clockTime(atMs, timeZone) })}</p>;
  const words = { title: t('rules.leaving'), hint: t('rules.leavingHint'), time: t('rules.leavingTime'), now: t('rules.leavingNow'), submit: t('rules.leavingSubmit') };
  return <Departure {...props} id="left" tone="plain" words={words} call={call} onTime={(leftAtMs) => void call.run({ sessionId, leftAtMs })} />;
}

/** When the detention centre took the person back: the seal waits for it. */
export function HandBackForm(props: DepartureProps) {
  const { t } = useText();
  const call = useCall('session.handBack');
  const { sessionId, atMs, timeZone } = props;
  if (atMs !== null) return <p className="muted" data-testid="handed-back-at"><CheckCircleFilled aria-hidden /> {t('rules.handedBackAt', { time: clockTime(atMs, timeZone) })}</p>;
  const words = { title: t('rules.handBack'), hint: t('rules.handBackHint'), time: t('rules.handBackTime'), now: t('rules.handBackNow'), submit: t('rules.handBackSubmit') };
  return <Departure {...props} id="handed-back" tone="next" words={words} call={call} onTime={(handedBackAtMs) => void call.run({ sessionId, handedBackAtMs })} />;
}

interface DepartureFields extends DepartureProps {
  readonly id: string;
  readonly tone: 'plain' | 'next';
  readonly words: Readonly<Record<'title' | 'hint' | 'time' | 'now' | 'submit', string>>;
  readonly call: { readonly busy: boolean; readonly error: WireError | null };
  readonly onTime: (atMs: number) => void;
}

/** One press when it happens now; a typed time when it is logged later. */
function Departure({ id, tone, words, call: { busy, error }, endMs, timeZone, onTime }: DepartureFields) {
  const { t } = useText();
  const nowMs = useRoomTimeMs();
  return (
    <Panel title={words.title} tone={tone} testId={`${id}-panel`}>
      <p>{words.hint}</p>
      <Button size="large" block loading={busy} disabled={nowMs === null} data-testid={`action-${id}-now`} onClick={() => onTime(notAfterNow(nowMs ?? 0, endMs))}>{words.now}</Button>
      <details className="fold spaced" data-testid={`${id}-earlier`}>
        <summary>{t('rules.earlier')}</summary>
        <Form<{ readonly at: string }> layout="vertical" requiredMark={false} onFinish={({ at }) => onTime(notBeforeEnd(parseRoomMinute(at, timeZone) ?? 0, endMs))}>
          <Form.Item
            name="at" label={words.time}
            rules={[{ validator: (_, value: string | undefined) => (parseRoomMinute(value ?? '', timeZone) === undefined ? Promise.reject(new Error(t('open.arrivedBad'))) : Promise.resolve()) }]}
          >
            <Input data-testid={`${id}-at-time`} placeholder={t('open.arrivedHint')} autoComplete="off" />
          </Form.Item>
          <Button size="large" block htmlType="submit" loading={busy} data-testid={`action-${id}`}>{words.submit}</Button>
        </Form>
      </details>
      <Refusal error={error} />
    </Panel>
  );
}

const aMinuteMs = 60_000;
/** This page's room time may run a little before the station's. */
const aheadMs = 1_000;
/** The streams of a session end within moments of each other. */
const lastStreamMs = 2_000;

function notAfterNow(nowMs: number, endMs: number | null): number {
  return Math.max(Math.round(nowMs) - aheadMs, endMs ?? 0);
}

/** Somebody types to the minute: the minute in which the recording ended means its end, not the moments before. */
function notBeforeEnd(typedMs: number, endMs: number | null): number {
  return endMs !== null && typedMs < endMs + lastStreamMs && typedMs + aMinuteMs > endMs ? endMs + lastStreamMs : typedMs;
}
