import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { formatRoomTime, roomDateTimeToMs } from '../../../shared/domain/index.ts';
import { CheckCircleFilled, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { roomTimeNow, useCall } from '../../stores/index.ts';

const leastPresses = 5;

/** Room time by the wall display, where there is no time server: the operator presses as the display turns. */
export function AlignPanel({ timeZone }: { readonly timeZone: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('clock.align');
  const [shown, setShown] = useState(() => formatRoomTime(Math.ceil(((roomTimeNow() ?? 0) + 10_000) / 10_000) * 10_000, timeZone));
  const [displayErrorMs, setDisplayErrorMs] = useState(0);
  const [pressedMs, setPressedMs] = useState<readonly number[]>([]);
  const [moved, setMoved] = useState<{ readonly byMs: number; readonly errorMs: number } | null>(null);
  const firstShownMs = readTime(shown, timeZone);

  const press = (): void => {
    const nowMs = roomTimeNow();
    if (nowMs !== null) setPressedMs([...pressedMs, Math.round(nowMs)]);
    setMoved(null);
  };
  const again = (): void => setPressedMs([]);
  const presses = firstShownMs === null ? [] : pressesOf(firstShownMs, pressedMs);
  const apply = async (): Promise<void> => {
    const result = await run({ presses: [...presses], displayErrorMs });
    if (result === undefined) return;
    setMoved(result.alignment);
    setPressedMs([]);
  };
  const missing = leastPresses - pressedMs.length;
  return (
    <Panel title={t('clock.alignTitle')} testId="clock-align">
      <p className="muted">{t('clock.alignAbout')}</p>
      <Form layout="vertical" requiredMark={false}>
        <div className="form-pair">
          <Form.Item label={t('clock.alignShown')} validateStatus={firstShownMs === null ? 'error' : ''} help={firstShownMs === null ? t('clock.alignBadTime') : undefined}>
            <Input value={shown} onChange={(event) => setShown(event.target.value)} disabled={pressedMs.length > 0} className="mono" data-testid="align-shown" />
          </Form.Item>
          <Form.Item label={t('clock.alignDisplayError')}>
            <InputNumber value={displayErrorMs} onChange={(value) => setDisplayErrorMs(value ?? 0)} min={0} max={60_000} controls={false} data-testid="align-display-error" />
          </Form.Item>
        </div>
        <Button size="large" block onPointerDown={press} onKeyDown={(event) => event.key === ' ' && press()} disabled={firstShownMs === null || busy} data-testid="action-align-press">{t('clock.alignPress')}</Button>
        <p className="muted" role="status" data-testid="align-presses">
          {t('clock.alignPresses', { count: pressedMs.length, spread: spreadOf(presses) })}{missing > 0 && ` · ${t('clock.alignMore', { count: missing })}`}
        </p>
        <div className="form-pair">
          <Button onClick={again} disabled={pressedMs.length === 0}>{t('clock.alignAgain')}</Button>
          <Button type="primary" loading={busy} disabled={missing > 0} onClick={() => void apply()} data-testid="action-align-apply">{t('clock.alignApply')}</Button>
        </div>
      </Form>
      {moved !== null && <p className="verdict verdict-good" role="status" data-testid="align-done"><CheckCircleFilled aria-hidden /> {t('clock.alignDone', { byMs: moved.byMs, errorMs: moved.errorMs })}</p>}
      <Refusal error={error} />
    </Panel>
  );
}

interface Press {
  readonly shownMs: number;
  readonly pressedMs: number;
}

/** A press counts for the turn that is nearest to it, counted from the first. */
function pressesOf(firstShownMs: number, pressedMs: readonly number[]): readonly Press[] {
  const [first = 0] = pressedMs;
  return pressedMs.map((ms) => ({ pressedMs: ms, shownMs: firstShownMs + Math.round((ms - first) / 1000) * 1000 }));
}

function spreadOf(presses: readonly Press[]): number {
  const offsets = presses.map(({ shownMs, pressedMs }) => shownMs - pressedMs);
  return offsets.length === 0 ? 0 : Math.max(...offsets) - Math.min(...offsets);
}

function readTime(text: string, timeZone: string): number | null {
  const found = /^\s*(\d{4})-(\d{2})-(\d{2})\s+(\d{2}):(\d{2}):(\d{2})\s*$/.exec(text);
  if (found === null) return null;
  const [year = 0, monthOfYear = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const ms = roomDateTimeToMs({ year, monthOfYear, day, hour, minute, second }, timeZone);
  return formatRoomTime(ms, timeZone) === text.trim().replace(/\s+/, ' ') ? ms : null;
}
