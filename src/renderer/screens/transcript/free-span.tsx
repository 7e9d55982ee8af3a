import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { clockTime } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { clockNear } from './written-clock.ts';

interface FreeSpanProps {
  readonly id: string;
  /** When the line was begun: where most key facts are. */
  readonly aroundMs: number;
  readonly timeZone: string;
  readonly disabled: boolean;
  readonly onSpan: (span: { readonly fromMs: number; readonly toMs: number }) => void;
}

/** Any span of the recording, typed as two clock times. What was not recorded, the station refuses: then what was typed stays, to be put right. */
export function FreeSpan({ id, aroundMs, timeZone, disabled, onSpan }: FreeSpanProps) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const isTime = (_: unknown, value: string | undefined): Promise<void> => (value !== undefined && clockNear(value, aroundMs, timeZone) !== undefined ? Promise.resolve() : Promise.reject(new Error(t('span.bad'))));
  if (!isOpen) return <Button size="small" disabled={disabled} data-testid={`action-span-${id}`} onClick={() => setOpen(true)}>{t('span.other')}</Button>;
  return (
    <Form<{ from: string; to: string }>
      layout="inline" size="small" requiredMark={false} className="free-span" data-testid={`span-${id}`} initialValues={{ from: clockTime(aroundMs, timeZone), to: clockTime(aroundMs + 10_000, timeZone) }}
      disabled={disabled} onFinish={({ from, to }) => onSpan({ fromMs: clockNear(from, aroundMs, timeZone) ?? 0, toMs: clockNear(to, aroundMs, timeZone) ?? 0 })}
    >
      <Form.Item name="from" rules={[{ validator: isTime }]}><Input data-testid={`span-${id}-from`} aria-label={t('span.from')} autoComplete="off" /></Form.Item>
      <Form.Item name="to" rules={[{ validator: isTime }]}><Input data-testid={`span-${id}-to`} aria-label={t('span.to')} autoComplete="off" /></Form.Item>
      <Button size="small" type="primary" htmlType="submit" data-testid={`action-span-link-${id}`}>{t('span.link')}</Button>
      <Button size="small" onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
    </Form>
  );
}
