import { Button, Form, Input } from 'antd';
import { useText } from '../../i18n/index.ts';
import { parseRoomMinute } from './room-minute.ts';

interface TypedTimesProps {
  readonly timeZone: string;
  readonly busy: boolean;
  readonly onTyped: (typed: { readonly startsAtMs: number; readonly endsAtMs: number }) => void;
}

/** For a scan: its times are read off it by a person, and are kept as typed by that person. */
export function TypedTimes({ timeZone, busy, onTyped }: TypedTimesProps) {
  const { t } = useText();
  const isMinute = (_: unknown, value: string | undefined): Promise<void> =>
    value !== undefined && parseRoomMinute(value, timeZone) !== undefined ? Promise.resolve() : Promise.reject(new Error(t('open.arrivedBad')));
  return (
    <Form<{ start: string; end: string }>
      layout="vertical" requiredMark={false} disabled={busy} data-testid="typed-times"
      onFinish={({ start, end }) => onTyped({ startsAtMs: parseRoomMinute(start, timeZone) ?? 0, endsAtMs: parseRoomMinute(end, timeZone) ?? 0 })}
    >
      <p>{t('transcript.typeHint')}</p>
      <div className="form-pair">
        <Form.Item name="start" label={t('rowItem.start')} rules={[{ validator: isMinute }]}><Input placeholder={t('open.arrivedHint')} data-testid="typed-start" autoComplete="off" /></Form.Item>
        <Form.Item name="end" label={t('rowItem.end')} rules={[{ validator: isMinute }]}><Input placeholder={t('open.arrivedHint')} data-testid="typed-end" autoComplete="off" /></Form.Item>
      </div>
      <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-typed-times">{t('transcript.typeSubmit')}</Button>
    </Form>
  );
}
