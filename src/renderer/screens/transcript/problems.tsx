import type { KeptTranscriptSnapshot } from '../../../shared/contract/index.ts';
import { Panel, WarningFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';

/** What stands in the way of handing it over for reading. */
export function Problems({ kept }: { readonly kept: KeptTranscriptSnapshot }) {
  const { t, pick } = useText();
  if (kept.problems.length === 0 || kept.phase === 'finalised') return null;
  return (
    <Panel title={t('editor.problems', { count: kept.problems.length })} testId="kept-problems">
      <ul className="plain-list">
        {kept.problems.map(({ code, lineId, message, hint }) => <li key={`${code}${lineId}${pick(message)}`}><WarningFilled aria-hidden /> <strong>{pick(message)}</strong><div className="muted">{pick(hint)}</div></li>)}
      </ul>
    </Panel>
  );
}
