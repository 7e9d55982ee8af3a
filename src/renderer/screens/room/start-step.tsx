import { Button } from 'antd';
import type { CheckReport, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { CheckStep } from './check-step.tsx';

interface StartStepProps {
  readonly session: SessionSnapshot;
  readonly check: CheckReport | null;
  readonly timeZone: string;
}

export function StartStep({ session, check, timeZone }: StartStepProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.start');
  return (
    <>
      <Panel title={t('start.title')} tone="next" testId="next-start">
        <p>{t('start.hint')}</p>
        <Button type="primary" danger size="large" block className="big" loading={busy} data-testid="action-start" onClick={() => void run({ sessionId: session.sessionId })}>{t('start.submit')}</Button>
        <Refusal error={error} />
      </Panel>
      <CheckStep check={check} timeZone={timeZone} />
    </>
  );
}
