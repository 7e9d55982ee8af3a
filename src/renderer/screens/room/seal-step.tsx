import { Button, Form, Input } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal, SealCode } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** The first half of the closing act: everything before is closed and signed, and the code appears. */
export function SealStep({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.seal');
  return (
    <Panel title={t('seal.title')} tone="next" testId="next-seal">
      <p>{t('seal.hint')}</p>
      <RereadLine session={session} />
      <Form<{ readonly pin: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ pin }) => void run({ sessionId: session.sessionId, pin })}>
        <Form.Item name="pin" label={t('seal.pin')} rules={[{ required: true, message: t('common.required') }]}><Input.Password size="large" data-testid="seal-pin" autoComplete="off" /></Form.Item>
        <Button type="primary" size="large" block className="big" htmlType="submit" loading={busy} data-testid="action-seal">{t(busy ? 'seal.sealing' : 'seal.submit')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}

/** How far the masters have been read again; the seal does not wait for it. */
export function RereadLine({ session }: { readonly session: SessionSnapshot }) {
  const { t } = useText();
  const { reread } = session;
  if (reread === null) return null;
  const percent = reread.totalBytes === 0 ? 100 : Math.floor((reread.readBytes / reread.totalBytes) * 100);
  return <p className="muted" data-testid="reread" data-state={reread.state}>{t(`seal.reread.${reread.state}`, { percent })}</p>;
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
        {seal.signatures.map(({ name, capacity, decision, reason }) => (
          <div key={`${capacity}/${name}`}><dt>{t(`signer.${capacity}`)}</dt><dd>{name} · {t(`signing.${decision}`)}{reason === '' ? '' : ` · ${reason}`}</dd></div>
        ))}
        <div><dt>{t('seal.manifest')}</dt><dd className="mono wrap">{seal.manifestSha256}</dd></div>
      </dl>
    </Panel>
  );
}
