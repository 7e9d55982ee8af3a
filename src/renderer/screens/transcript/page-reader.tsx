import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Panel, Refusal, CheckCircleFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Corrections } from './corrections.tsx';
import { SignerRow } from './signer-row.tsx';
import type { TranscriptPart } from './transcript-part.ts';

/** One page at a time, as it will be printed: opened, read or read aloud, corrected, then signed or refused. */
export function PageReader({ session, kept, isOpen, timeZone, onKept }: TranscriptPart) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.readPage');
  const [number, setNumber] = useState(1);
  const [openedSha256, setOpenedSha256] = useState('');
  const page = kept.pages[Math.min(number, kept.pages.length) - 1];
  if (page === undefined) return null;
  const isDone = ({ signers }: typeof page) => signers.every(({ outcome }) => outcome !== 'open');
  const step = async (part: 'begin' | 'finish', aloud = false): Promise<void> => {
    const next = await run({ sessionId: session.sessionId, page: page.number, step: part, aloud });
    if (next === undefined) return;
    setOpenedSha256(part === 'begin' ? page.sha256 : '');
    onKept(next);
  };
  return (
    <Panel title={t('editor.pageOf', { page: page.number, count: kept.pages.length })} tone="next" testId="kept-pages">
      <Segmented
        value={page.number} onChange={setNumber} data-testid="page-choice" aria-label={t('editor.pages')}
        options={kept.pages.map((each) => ({ value: each.number, label: isDone(each) ? `${each.number} ✓` : String(each.number) }))}
      />
      <article className="paper" data-testid="paper" aria-label={t('editor.pageOf', { page: page.number, count: kept.pages.length })}>
        {page.rows.map(({ runs, kind }, index) => (
          <div key={index} className={page.number === 1 && index === 0 ? 'paper-row paper-title' : `paper-row paper-${kind}`}>{runs.map(({ text, struck }, part) => (struck ? <del key={part}>{text}</del> : <span key={part}>{text}</span>))}</div>
        ))}
      </article>
      {page.read && <p className="good" data-testid="page-read"><CheckCircleFilled aria-hidden /> {t('editor.pageRead', { seconds: Math.round(page.dwellMs / 1000) })}</p>}
      <div className="line-buttons">
        {openedSha256 !== page.sha256
          ? <Button size="large" type={page.read ? 'default' : 'primary'} disabled={!isOpen} loading={busy} data-testid="action-page-open" onClick={() => void step('begin')}>{t('editor.openPage')}</Button>
          : (
            <>
              <Button size="large" type="primary" disabled={!isOpen} loading={busy} data-testid="action-page-read" onClick={() => void step('finish')}>{t('editor.readDone')}</Button>
              <Button size="large" disabled={!isOpen} loading={busy} data-testid="action-page-aloud" onClick={() => void step('finish', true)}>{t('editor.aloudDone')}</Button>
            </>
          )}
      </div>
      <Refusal error={error} />
      {page.read && page.signers.map((signer) => <SignerRow key={`${page.sha256}${signer.name}`} sessionId={session.sessionId} page={page.number} signer={signer} isOpen={isOpen} timeZone={timeZone} onKept={onKept} />)}
      <Corrections session={session} kept={kept} page={page} isOpen={isOpen} onKept={onKept} />
    </Panel>
  );
}
