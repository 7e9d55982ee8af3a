import { Button, Checkbox, Form, Input, Radio } from 'antd';
import { breakKinds, type BreakKind } from '../../../shared/domain/index.ts';
import type { BreakSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { breakRemarks, clockTime, Panel, Refusal, CoffeeOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface BreakFields {
  readonly kind: BreakKind;
  readonly offered?: string;
  readonly answered?: string;
  readonly declined?: boolean;
}

/** Logs the start of a break; recording goes on. */
export function BreakForm({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.breakStart');
  const [form] = Form.useForm<BreakFields>();
  const isMeal = Form.useWatch('kind', form) === 'meal';
  const declined = Form.useWatch('declined', form) === true && isMeal;
  const needed = [{ required: declined, whitespace: true, message: t('common.required') }];
  const label = (text: string): string => (declined ? text : `${text} (${t('common.optional')})`);
  return (
    <Form<BreakFields> form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'meal' }} onFinish={(fields) => void run({ sessionId: session.sessionId, ...fields })}>
      <Form.Item name="kind" label={t('record.breakKind')}>
        <Radio.Group className="choices" optionType="button" buttonStyle="solid" size="large" data-testid="break-kind">
          {breakKinds.map((kind) => <Radio.Button key={kind} value={kind} data-testid={`break-kind-${kind}`}>{t(`breakKind.${kind}`)}</Radio.Button>)}
        </Radio.Group>
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="offered" label={label(t('record.offered'))} rules={needed}><Input data-testid="break-offered" autoComplete="off" maxLength={500} /></Form.Item>
        <Form.Item name="answered" label={label(t('record.answered'))} rules={needed}><Input data-testid="break-answered" autoComplete="off" maxLength={500} /></Form.Item>
      </div>
      {isMeal && <Form.Item name="declined" valuePropName="checked" extra={declined ? t('record.declinedHint') : undefined} preserve={false}><Checkbox data-testid="break-declined">{t('record.declined')}</Checkbox></Form.Item>}
      <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-break-start">{t('record.breakSubmit')}</Button>
      <Refusal error={error} />
    </Form>
  );
}

interface OpenBreakProps {
  readonly session: SessionSnapshot;
  readonly item: BreakSnapshot;
  readonly timeZone: string;
}

/** The break that is on, and how to end it. */
export function OpenBreak({ session, item, timeZone }: OpenBreakProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.breakEnd');
  return (
    <Panel title={t('record.breakOpen', { kind: t(`breakKind.${item.kind}`) })} tone="good" testId="break-open" extra={<CoffeeOutlined aria-hidden />}>
      <p>{t('record.breakSince', { time: clockTime(item.startedAtMs, timeZone) })}</p>
      {breakRemarks(item, t).map((remark) => <p key={remark} className="problem" data-testid="break-remark">{remark}</p>)}
      <Form<{ note?: string }> layout="vertical" onFinish={({ note }) => void run({ sessionId: session.sessionId, ...(note === undefined ? {} : { note }) })}>
        <Form.Item name="note" label={`${t('record.breakNote')} (${t('common.optional')})`}><Input data-testid="break-note" autoComplete="off" maxLength={500} /></Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-break-end">{t('record.breakEnd')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}
