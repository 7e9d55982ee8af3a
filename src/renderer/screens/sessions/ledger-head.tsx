import { Button } from 'antd';
import { useState } from 'react';
import type { LedgerHeadSnapshot } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** The signed head of the ledger, to be printed: kept away from this machine it shows later whether the ledger was cut or made anew. */
export function LedgerHead({ timeZone }: { readonly timeZone: string }) {
  const { t } = useText();
  const { run, busy, error } = useCall('ledger.head');
  const [head, setHead] = useState<LedgerHeadSnapshot | null>(null);
  const get = async (): Promise<void> => setHead((await run({})) ?? null);
  return (
    <Panel title={t('ledger.head')} testId="ledger-head" extra={<Button size="small" loading={busy} data-testid="action-ledger-head" onClick={() => void get()}>{t('ledger.show')}</Button>}>
      <p className="muted">{t('ledger.explain')}</p>
      {head !== null && (
        <>
          <dl className="facts print-alone" data-testid="ledger-head-shown">
            <div><dt>{t('ledger.at')}</dt><dd>{dateTime(head.atMs, timeZone)}</dd></div>
            <div><dt>{t('ledger.number')}</dt><dd className="mono">{head.seq}</dd></div>
            <div><dt>{t('ledger.hash')}</dt><dd className="mono wrap">{inGroups(head.hash)}</dd></div>
            <div><dt>{t('ledger.certificate')}</dt><dd className="mono wrap">{inGroups(head.certificateSha256)}</dd></div>
          </dl>
          <Button data-testid="action-ledger-print" onClick={() => window.print()}>{t('ledger.print')}</Button>
        </>
      )}
      <Refusal error={error} />
    </Panel>
  );
}

/** Eight digits at a time, so that a person can read them out. */
function inGroups(digits: string): string {
  return digits.match(/.{1,8}/g)?.join(' ') ?? digits;
}
