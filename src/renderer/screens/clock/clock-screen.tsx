import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import type { ClockSnapshot, RoomSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal, CheckCircleFilled, plusMinus } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useRoomSecondMs } from '../../stores/index.ts';
import { AlignPanel } from './align-panel.tsx';
import { ClimatePanel } from './climate-panel.tsx';
import { readServers, writeServers } from './server-lines.ts';

interface ClockForm {
  readonly source: 'sntp' | 'system';
  readonly servers?: string;
}

/** Where room time comes from and how wrong it can be. */
export function ClockScreen({ room }: { readonly room: RoomSnapshot }) {
  const { clock } = room;
  const { t } = useText();
  return (
    <main className="page" data-testid="screen-clock">
      <header className="page-head"><h1>{t('clock.title')}</h1><p>{t('clock.about')}</p></header>
      <div className="columns">
        <ClockStatus clock={clock} />
        <ClockSource clock={clock} />
        <AlignPanel timeZone={clock.timeZone} />
        <ClimatePanel climate={room.climate} />
      </div>
    </main>
  );
}

function ClockStatus({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  const nowMs = useRoomSecondMs();
  return (
    <Panel title={t('clock.state')} testId="clock-status">
      <p className="clock-now"><time>{dateTime(nowMs, clock.timeZone)}</time></p>
      <dl className="facts">
        <div><dt>{t('clock.state')}</dt><dd data-testid="clock-state" data-state={clock.state}>{t(`clockState.${clock.state}`)}</dd></div>
        <div><dt>{t('clock.source')}</dt><dd>{t(`clockSource.${clock.source}`)}</dd></div>
        {clock.servers.map(({ server, state }) => <div key={server} data-testid="clock-server-state" data-state={state}><dt className="mono">{server}</dt><dd>{t(`serverState.${state}`)}</dd></div>)}
        <div><dt>{t('clock.errorBound')}</dt><dd data-testid="clock-error">{t('clock.error', { bound: plusMinus(clock.errorMs) })}</dd></div>
        <div><dt>{t('clock.offset')}</dt><dd>{t('common.milliseconds', { ms: clock.systemOffsetMs })}</dd></div>
        <div><dt>{t('clock.sample')}</dt><dd>{clock.lastSampleAgeMs === null ? t('clock.never') : t('clock.sampleAge', { seconds: Math.round(clock.lastSampleAgeMs / 1000) })}</dd></div>
        <div><dt>{t('clock.zone')}</dt><dd>{clock.timeZone}</dd></div>
      </dl>
      {clock.state === 'fallback' && <p className="notice" role="status">{t('clock.fallback')}</p>}
      {clock.state === 'aligned' && <p className="notice" role="status">{t('clock.aligned')}</p>}
      {clock.state === 'unsynced' && <p className="notice" role="status">{t('clock.unsynced')}</p>}
    </Panel>
  );
}

function ClockSource({ clock }: { readonly clock: ClockSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('clock.configure');
  const [applied, setApplied] = useState(false);
  const configured = clock.configured === 'sntp' ? 'sntp' : 'system';
  const [form] = Form.useForm<ClockForm>();
  const source = Form.useWatch((fields: Partial<ClockForm>) => fields.source ?? configured, form);
  const apply = async ({ source: chosen, servers }: ClockForm): Promise<void> => {
    setApplied(false);
    const result = await run(chosen === 'sntp' ? { source: chosen, servers: [...readServers(servers ?? '')] } : { source: chosen });
    setApplied(result !== undefined);
  };
  return (
    <Panel title={t('clock.source')} testId="clock-form">
      <Form<ClockForm> form={form} layout="vertical" requiredMark={false} disabled={busy} initialValues={{ source: configured, servers: writeServers(clock.servers.map(({ server }) => server)) }} onFinish={(fields) => void apply(fields)}>
        <Form.Item name="source" label={t('clock.source')}>
          <Radio.Group className="choices-tall" data-testid="clock-source">
            <Radio value="sntp" data-testid="clock-source-sntp">{t('clock.useSntp')}</Radio>
            <Radio value="system" data-testid="clock-source-system">{t('clock.useSystem')}</Radio>
          </Radio.Group>
        </Form.Item>
        {source === 'sntp' && (
          <Form.Item name="servers" label={t('clock.servers')} extra={t('clock.serversHint')} rules={[{ required: true, whitespace: true, message: t('common.required') }, { validator: (_rule, lines: string) => refuseBadLine(lines, (line) => t('clock.serverBad', { line })) }]}>
            <Input.TextArea data-testid="clock-servers" autoSize={{ minRows: 3, maxRows: 8 }} autoComplete="off" spellCheck={false} />
          </Form.Item>
        )}
        {source === 'system' && <p className="notice">{t('clock.systemHint')}</p>}
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="action-clock-apply">{t('clock.apply')}</Button>
      </Form>
      {applied && <p className="verdict verdict-good" role="status" data-testid="clock-applied"><CheckCircleFilled aria-hidden /> {t('clock.applied')}</p>}
      <Refusal error={error} />
    </Panel>
  );
}

function refuseBadLine(lines: string, say: (line: string) => string): Promise<void> {
  try {
    readServers(lines);
    return Promise.resolve();
  } catch (error) {
    return Promise.reject(new Error(say(error instanceof Error ? error.message : '')));
  }
}
