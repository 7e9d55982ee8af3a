import { useCallback, useEffect, useState } from 'react';
import type { KeyStatus } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { SigningKeyPanel } from './signing-key-panel.tsx';
import { TimeStampPanel } from './time-stamp-panel.tsx';

/** What signs the seals of this station, and who certifies their time. */
export function KeysScreen({ timeZone }: { readonly timeZone: string }) {
  const { t } = useText();
  const { run, error } = useCall('key.status');
  const [status, setStatus] = useState<KeyStatus | null>(null);
  const read = useCallback(async () => {
    const found = await run({});
    if (found !== undefined) setStatus(found);
  }, [run]);
  useEffect(() => void read(), [read]);
  return (
    <main className="page" data-testid="screen-keys">
      <header className="page-head"><h1>{t('keys.title')}</h1><p>{t('keys.about')}</p></header>
      <Refusal error={error} />
      {status !== null && (
        <div className="columns">
          <div>
            <SigningKeyPanel which="station" signer={status} timeZone={timeZone} onChanged={setStatus} onRequested={() => void read()} />
            <TimeStampPanel status={status} timeZone={timeZone} onChanged={setStatus} />
          </div>
          <SigningKeyPanel which="sm2" signer={status.second} isAsked={status.secondAsked} timeZone={timeZone} onChanged={setStatus} onRequested={() => void read()} />
        </div>
      )}
    </main>
  );
}
