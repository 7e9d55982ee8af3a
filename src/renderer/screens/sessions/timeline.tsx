import { Checkbox } from 'antd';
import { useState } from 'react';
import type { TimelineItem } from '../../../shared/contract/index.ts';
import { dateTime, Panel } from '../../components/index.ts';
import { describeFact, useText } from '../../i18n/index.ts';

/** What the machine says about itself every few seconds; a reader of the session asks for it. */
const technicalTypes = new Set(['recording.proven', 'segment.finalized', 'segment.recovered', 'run.started', 'run.ended', 'gap.opened', 'gap.closed', 'closing.ended']);

/** Every fact in the order of the ledger, in plain words. */
export function Timeline({ items, timeZone }: { readonly items: readonly TimelineItem[]; readonly timeZone: string }) {
  const text = useText();
  const { t } = text;
  const [technical, setTechnical] = useState(false);
  const shown = technical ? items : items.filter(({ type }) => !technicalTypes.has(type));
  return (
    <Panel title={t('sessions.timeline')} testId="timeline" extra={<Checkbox checked={technical} data-testid="timeline-technical" onChange={({ target }) => setTechnical(target.checked)}>{t('sessions.technical')} ({items.length - items.filter(({ type }) => !technicalTypes.has(type)).length})</Checkbox>}>
      <ol className="timeline">
        {shown.map((item) => (
          <li key={item.seq} data-testid="timeline-item" data-type={item.type}>
            <span className="timeline-seq muted" title={t('sessions.number')}>{item.seq}</span>
            <time title={t('sessions.error', { ms: item.errorMs })}>{dateTime(item.atMs, timeZone)}</time>
            <span className="timeline-actor">{item.actor === 'station' || item.actor === '' ? t('sessions.station') : item.actor}</span>
            <span>{describeFact(item.type, item.detail, timeZone, text)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
