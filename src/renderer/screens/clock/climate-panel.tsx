import { Button, Form, Input } from 'antd';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { refreshRoom, useCall } from '../../stores/index.ts';

/** Where the readings for the picture come from. */
export function ClimatePanel({ climate }: { readonly climate: RoomSnapshot['climate'] }) {
  const { t } = useText();
  const { run, busy, error } = useCall('climate.configure');
  const apply = async ({ path }: { readonly path?: string }): Promise<void> => {
    await run({ path: path ?? '' });
    await refreshRoom();
  };
  return (
    <Panel title={t('clock.climateTitle')} testId="climate">
      <p className="muted">{t('clock.climateAbout')}</p>
      <dl className="facts"><div><dt>{t('clock.climateNow')}</dt><dd data-testid="climate-now">{climate === null ? t('clock.climateNone') : reading(climate)}</dd></div></dl>
      <Form layout="vertical" disabled={busy} initialValues={{ path: climate?.path ?? '' }} onFinish={(fields: { readonly path?: string }) => void apply(fields)}>
        <Form.Item name="path" label={t('clock.climatePath')}><Input data-testid="climate-path" className="mono" autoComplete="off" spellCheck={false} /></Form.Item>
        <Button htmlType="submit" loading={busy} data-testid="action-climate-apply">{t('clock.apply')}</Button>
      </Form>
      <Refusal error={error} />
    </Panel>
  );
}

function reading({ temperatureTenths, humidityPercent }: NonNullable<RoomSnapshot['climate']>): string {
  return `${temperatureTenths === null ? '--' : (temperatureTenths / 10).toFixed(1)}℃ · ${humidityPercent ?? '--'}%`;
}
