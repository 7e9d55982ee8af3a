import { Button } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** Where the profile does not record breaks: what an officer says aloud before the recording ends for one, and after it goes on. Elsewhere there is nothing to say. */
export function BreakWordsStep({ session }: { readonly session: SessionSnapshot }) {
  const { t, pick } = useText();
  const { run, busy, error } = useCall('session.breakSpoken');
  if (session.breakWords === null) return null;
  const { step, text } = session.breakWords;
  return (
    <Panel title={t(`breakWords.${step}`)} tone="next" testId={`break-words-${step}`}>
      <p>{t(`breakWords.${step}Hint`)}</p>
      <blockquote className="read-aloud" data-testid="break-words-text">{pick(text)}</blockquote>
      <Button type="primary" size="large" block loading={busy} data-testid="action-break-spoken" onClick={() => void run({ sessionId: session.sessionId })}>{t(`breakWords.${step}Said`)}</Button>
      <Refusal error={error} />
    </Panel>
  );
}
