import { Button, Form, Input, Radio } from 'antd';
import { markerKinds, type MarkerKind } from '../../../shared/domain/index.ts';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface MarkFields {
  readonly kind: MarkerKind;
  readonly text: string;
}

/** Notes this moment. The text stays until the station has taken it. */
export function MarkForm({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.mark');
  const [form] = Form.useForm<MarkFields>();
  const mark = async (fields: MarkFields): Promise<void> => {
    const marked = await run({ sessionId: session.sessionId, ...fields });
    if (marked !== undefined) form.resetFields(['text']);
  };
  return (
    <Form<MarkFields> form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'exhibit' }} onFinish={(fields) => void mark(fields)}>
      <Form.Item name="kind" label={t('record.markKind')}>
        <Radio.Group className="choices" optionType="button" buttonStyle="solid" size="large" data-testid="mark-kind">
          {markerKinds.map((kind) => <Radio.Button key={kind} value={kind} data-testid={`mark-kind-${kind}`}>{t(`markerKind.${kind}`)}</Radio.Button>)}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="text" label={t('record.markText')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
        <Input size="large" data-testid="mark-text" placeholder={t('record.markPlaceholder')} autoComplete="off" maxLength={500} />
      </Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-mark">{t('record.markSubmit')}</Button>
      <Refusal error={error} />
    </Form>
  );
}
