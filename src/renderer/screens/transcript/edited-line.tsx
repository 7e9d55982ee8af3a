import { Button, Input, Select } from 'antd';
import { keyFactKinds, type KeyFactKind } from '../../../shared/domain/index.ts';
import type { WireError } from '../../../shared/base/index.ts';
import type { KeptLineSnapshot, KeptTranscriptSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, CheckCircleFilled, Refusal, SoundOutlined, WarningFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { FreeSpan } from './free-span.tsx';
import type { DraftLine } from './use-draft.ts';

interface EditedLineProps {
  readonly line: DraftLine;
  readonly known: KeptLineSnapshot | undefined;
  readonly problems: KeptTranscriptSnapshot['problems'];
  readonly isOpen: boolean;
  readonly isLinking: boolean;
  readonly timeZone: string;
  readonly onChange: (change: Partial<Pick<DraftLine, 'text' | 'keyFacts'>>) => void;
  readonly onPaste: (characters: number) => void;
  /** What was last asked of this line and refused. */
  readonly refused: { readonly keyFact: KeyFactKind; readonly error: WireError } | null;
  readonly onLink: (keyFact: KeyFactKind, span: LinkedSpan) => void;
  readonly onPlay: (span: { readonly fromMs: number; readonly toMs: number }) => void;
}

export type LinkedSpan = { readonly lastSeconds: number } | { readonly fromMs: number; readonly toMs: number };

const spans = [10, 30, 60] as const;

/** One question, answer or remark: its words, when it was begun, what was pasted, and the key facts with the seconds in which they were said. */
export function EditedLine({ line, known, problems, isOpen, isLinking, timeZone, refused, onChange, onPaste, onLink, onPlay }: EditedLineProps) {
  const { t, pick } = useText();
  const linkOf = (keyFact: KeyFactKind) => known?.links.find((link) => link.keyFact === keyFact);
  return (
    <div className={`transcript-line transcript-${line.kind}`} data-testid="kept-line" data-kind={line.kind}>
      <div className="transcript-lead"><strong>{t(`lineKind.${line.kind}`)}</strong><span className="muted nowrap">{clockTime(line.begunAtMs, timeZone)}</span></div>
      <div className="transcript-words">
        <Input.TextArea
          value={line.text} autoSize={{ minRows: 1 }} disabled={!isOpen} data-testid="line-text" aria-label={`${t(`lineKind.${line.kind}`)} ${clockTime(line.begunAtMs, timeZone)}`}
          onChange={({ target }) => onChange({ text: target.value })}
          onPaste={({ clipboardData }) => {
            const { length } = clipboardData.getData('text');
            if (length > 0) onPaste(length);
          }}
        />
        <div className="transcript-facts">
          <Select<KeyFactKind[]>
            mode="multiple" size="small" variant="filled" placeholder={t('editor.keyFacts')} aria-label={t('editor.keyFacts')} className="key-facts" disabled={!isOpen} value={[...line.keyFacts]} data-testid="line-key-facts"
            options={keyFactKinds.map((value) => ({ value, label: t(`keyFact.${value}`) }))} onChange={(keyFacts) => onChange({ keyFacts })}
          />
          {known !== undefined && known.pastedCharacters > 0 && <span className="tag tag-pasted" data-testid="line-pasted">{t('editor.pasted', { count: known.pastedCharacters })}</span>}
        </div>
        {line.keyFacts.map((keyFact) => {
          const link = linkOf(keyFact);
          return (
            <div key={keyFact} className="transcript-link" data-testid={`link-${keyFact}`} data-linked={link !== undefined}>
              <span>{link === undefined ? <WarningFilled aria-hidden className="bad" /> : <CheckCircleFilled aria-hidden className="good" />} {t(`keyFact.${keyFact}`)} {link === undefined && t('editor.unlinked')}</span>
              {link !== undefined && <Button size="small" icon={<SoundOutlined aria-hidden />} data-testid={`action-play-${keyFact}`} title={t('played.play')} onClick={() => onPlay(link)}>{clockTime(link.fromMs, timeZone)} – {clockTime(link.toMs, timeZone)}</Button>}
              {spans.map((seconds) => <Button key={seconds} size="small" disabled={!isOpen} loading={isLinking} data-testid={`action-link-${keyFact}-${seconds}`} onClick={() => onLink(keyFact, { lastSeconds: seconds })}>{t('editor.linkLast', { seconds })}</Button>)}
              <FreeSpan key={`${link?.fromMs ?? ''} ${link?.toMs ?? ''}`} id={keyFact} aroundMs={link?.fromMs ?? line.begunAtMs} timeZone={timeZone} disabled={!isOpen || isLinking} onSpan={(span) => onLink(keyFact, span)} />
              {refused?.keyFact === keyFact && <Refusal error={refused.error} />}
            </div>
          );
        })}
        {problems.filter(({ code }) => code === 'EXHIBIT_NOT_SHOWN').map(({ code, message }) => <div key={code + pick(message)} className="bad"><WarningFilled aria-hidden /> {pick(message)}</div>)}
      </div>
    </div>
  );
}
