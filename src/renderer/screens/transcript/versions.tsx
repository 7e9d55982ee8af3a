import type { KeptTranscriptSnapshot } from '../../../shared/contract/index.ts';
import { Panel } from '../../components/index.ts';
import { useText, type MessageKey } from '../../i18n/index.ts';

/** How many versions there are, and the last eight: none is ever replaced. */
export function Versions({ kept, time }: { readonly kept: KeptTranscriptSnapshot; readonly time: (ms: number) => string }) {
  const { t } = useText();
  if (kept.versions.length === 0) return null;
  return (
    <Panel title={t('editor.versions', { count: kept.version })} testId="kept-versions">
      <ul className="plain-list">
        {kept.versions.slice(0, 8).map(({ version, cause, savedAtMs, savedBy, sha256, characters }) => (
          <li key={version}><span className="nowrap">{t('editor.version', { version, time: time(savedAtMs), characters })}</span> <span className="muted">{t(`editor.cause.${cause}` as MessageKey)} · {savedBy} · {sha256.slice(0, 12)}</span></li>
        ))}
      </ul>
    </Panel>
  );
}
