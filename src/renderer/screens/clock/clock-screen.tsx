import { Button, Form, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import type { ClockSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal, CheckCircleFilled, plusMinus } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useRoomTimeMs } from '../../stores/index.ts';

interface ClockForm {
  readonly source: 'sntp' | 'system';
  readonly server?: string;
  readonly port?: number | null;
}

const sntpPort = 123;

/** Where room time comes from and how wrong it can be. */
export function ClockScreen({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  return (
    <main className="page" data-testid="screen-clock">
      <header className="page-head"><h1>{t('clock.title')}</h1><p>{t('clock.about')}</p></header>
      <div className="columns">
        <ClockStatus clock={clock} />
        <ClockSource clock={clock} />
      </div>
    </main>
  );
}

function ClockStatus({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  const nowMs = useRoomTimeMs();
  return (
    <Panel title={t('clock.state')} testId="clock-status">
      <p className="clock-now"><time>{dateTime(nowMs, clock.timeZone)}</time></p>
      <dl className="facts">
        <div><dt>{t('clock.state')}</dt><dd data-testid="clock-state" data-state={clock.state}>{t(`clockState.${clock.state}`)}</dd></div>
        <div><dt>{t('clock.source')}</dt><dd>{t(`clockSource.${clock.source}`)} <span className="mono">{clock.server}</span></dd></div>
        <div><dt>{t('clock.errorBound')}</dt><dd data-testid="clock-error">{t('clock.error', { bound: plusMinus(clock.errorMs) })}</dd></div>
        <div><dt>{t('clock.offset')}</dt><dd>{t('common.milliseconds', { ms: clock.systemOffsetMs })}</dd></div>
        <div><dt>{t('clock.sample')}</dt><dd>{clock.lastSampleAgeMs === null ? t('clock.never') : t('clock.sampleAge', { seconds: Math.round(clock.lastSampleAgeMs / 1000) })}</dd></div>
        <div><dt>{t('clock.zone')}</dt><dd>{clock.timeZone}</dd></div>
      </dl>
      {clock.state === 'fallback' && <p className="notice" role="status">{t('clock.fallback')}</p>}
      {clock.state === 'unsynced' && <p className="notice" role="status">{t('clock.unsynced')}</p>}
    </Panel>
  );
}

function ClockSource({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('clock.configure');
  const [applied, setApplied] = useState(false);
  const [form] = Form.useForm<ClockForm>();
  const source = Form.useWatch((fields: Partial<ClockForm>) => fields.source ?? clock.source, form);
  const apply = async ({ source: chosen, server, port }: ClockForm): Promise<void> => {
    setApplied(false);
    const result = await run(chosen === 'sntp' ? { source: chosen, server: server ?? '', port: port ?? sntpPort } : { source: chosen });
    setApplied(result !== undefined);
  };
  const [host, port] = splitServer(clock.server);
  return (
    <Panel title={t('clock.source')} testId="clock-form">
      <Form<ClockForm> form={form} layout="vertical" requiredMark={false} disabled={busy} initialValues={{ source: clock.source, server: host, port }} onFinish={(fields) => void apply(fields)}>
        <Form.Item name="source" label={t('clock.source')}>
          <Radio.Group className="choices-tall" data-testid="clock-source">
            <Radio value="sntp" data-testid="clock-source-sntp">{t('clock.useSntp')}</Radio>
            <Radio value="system" data-testid="clock-source-system">{t('clock.useSystem')}</Radio>
          </Radio.Group>
        </Form.Item>
        {source === 'sntp' && (
          <div className="form-pair">
            <Form.Item name="server" label={t('clock.server')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="clock-server" autoComplete="off" /></Form.Item>
            <Form.Item name="port" label={t('clock.port')}><InputNumber data-testid="clock-port" min={1} max={65_535} controls={false} /></Form.Item>
          </div>
        )}
        {source === 'system' && <p className="notice">{t('clock.systemHint')}</p>}
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="action-clock-apply">{t('clock.apply')}</Button>
      </Form>
      {applied && <p className="verdict verdict-good" role="status" data-testid="clock-applied"><CheckCircleFilled aria-hidden /> {t('clock.applied')}</p>}
      <Refusal error={error} />
    </Panel>
  );
}

/** `host:port` as a snapshot writes it; a bare host uses the standard port (RFC 5905). */
function splitServer(server: string): readonly [string, number] {
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(server) ?? [];
  return [host ?? '', port === undefined ? sntpPort : Number(port)];
}
