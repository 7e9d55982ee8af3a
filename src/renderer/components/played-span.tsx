import { Modal } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { RecordedPiece } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';
import { useCall } from '../stores/index.ts';
import { Refusal } from './refusal.tsx';
import { clockTime } from './times.ts';

interface PlayedSpanProps {
  readonly sessionId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly onClose: () => void;
}

/** A few seconds of what was recorded, begun where they begin. Closing it forgets them. */
export function PlayedSpan({ sessionId, fromMs, toMs, timeZone, onClose }: PlayedSpanProps) {
  const { t } = useText();
  const { run, error } = useCall('session.play');
  const [piece, setPiece] = useState<RecordedPiece | null>(null);
  useEffect(() => {
    void run({ sessionId, fromMs, toMs }).then((found) => setPiece(found?.pieces[0] ?? null));
  }, [run, sessionId, fromMs, toMs]);
  return (
    <Modal open title={t('played.title', { from: clockTime(fromMs, timeZone), to: clockTime(toMs, timeZone) })} footer={null} onCancel={onClose} destroyOnHidden width={760}>
      {piece === null && error === null && <p role="status">{t('played.loading')}</p>}
      {piece !== null && <Piece piece={piece} fromMs={fromMs} />}
      <Refusal error={error} />
    </Modal>
  );
}

function Piece({ piece, fromMs }: { readonly piece: RecordedPiece; readonly fromMs: number }) {
  const { t } = useText();
  const url = useMemo(() => URL.createObjectURL(new Blob([Uint8Array.from(atob(piece.mediaBase64), (letter) => letter.charCodeAt(0))], { type: 'video/mp4' })), [piece]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <video
      className="played" src={url} controls autoPlay playsInline data-testid="played" aria-label={t('played.label', { camera: piece.name })}
      onLoadedMetadata={({ currentTarget }) => {
        // Times in the media count from the beginning of its file, of which this is a later part.
        const begins = currentTarget.seekable.length > 0 ? currentTarget.seekable.start(0) : 0;
        currentTarget.currentTime = begins + Math.max(0, fromMs - piece.startsAtMs) / 1000;
      }}
    />
  );
}
