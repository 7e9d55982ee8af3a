import { Button, Form, Input, Radio } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal, SealCode } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface SealFields {
  readonly signed: boolean;
  readonly pin: string;
}

/** The closing act: did the interviewee sign, and the officer's own PIN. */
export function SealStep({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.seal');
  return (
    <Panel title={t('seal.title')} tone="next" testId="next-seal">
      <p>{t('seal.hint')}</p>
      <Form<SealFields> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ signed, pin }) => void run({ sessionId: session.sessionId, intervieweeSigned: signed, pin })}>
        <Form.Item name="signed" label={t('markerKind.signature')} rules={[{ required: true, message: t('seal.choose') }]}>
          <Radio.Group className="choices-tall" data-testid="seal-signed">
            <Radio value data-testid="seal-signed-yes">{t('seal.signed')}</Radio>
            <Radio value={false} data-testid="seal-signed-no">{t('seal.refused')}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item name="pin" label={t('seal.pin')} rules={[{ required: true, message: t('common.required') }]}><Input.Password size="large" data-testid="seal-pin" autoComplete="off" /></Form.Item>
        <Button type="primary" size="large" block className="big" htmlType="submit" loading={busy} data-testid="action-seal">{t(busy ? 'seal.sealing' : 'seal.submit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}

/** What was sealed, by whom, and the code to read out. */
export function SealedStep({ session, timeZone }: { readonly session: SessionSnapshot; readonly timeZone: string }) {
  const { t } = useText();
  const { seal } = session;
  if (seal === null) return null;
  return (
    <Panel title={t('stage.sealed')} tone="good" testId="sealed-panel">
      <SealCode code={seal.sealCode} />
      <p>{t('seal.codeHint')}</p>
      <dl className="facts">
        <div><dt>{t('stage.sealed')}</dt><dd>{t('seal.sealedAt', { time: dateTime(seal.sealedAtMs, timeZone), name: seal.sealedBy })}</dd></div>
        <div><dt>{t('markerKind.signature')}</dt><dd>{t(seal.intervieweeSigned ? 'seal.signedYes' : 'seal.signedNo')}</dd></div>
        <div><dt>{t('seal.manifest')}</dt><dd className="mono wrap">{seal.manifestSha256}</dd></div>
      </dl>
    </Panel>
  );
}
