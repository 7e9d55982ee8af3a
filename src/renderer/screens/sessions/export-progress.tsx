import { Button, Progress } from 'antd';
import type { ExportSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** How far an export is, at which rate, how long the rest takes, and a way out. */
export function ExportProgress({ exporting }: { readonly exporting: ExportSnapshot }) {
  const { t } = useText();
  const { run, busy, error } = useCall('packet.cancel');
  const { packetId, phase, bytesDone, bytesTotal, bytesPerSecond, leftMs, number, of } = exporting;
  const percent = bytesTotal === 0 ? 0 : Math.min(100, Math.floor((bytesDone / bytesTotal) * 100));
  const isCounted = phase === 'copying' || phase === 'reading-back' || phase === 'deriving';
  return (
    <section className="export-progress" data-testid="export-progress" data-phase={phase} aria-label={t('packet.exporting')}>
      <p role="status"><strong>{t(`exportPhase.${phase}`)}</strong>{of > 1 && <> · {t('packet.nth', { number, of })}</>} <span className="mono">{packetId}</span></p>
      <Progress percent={isCounted ? percent : 100} status="active" showInfo={isCounted} aria-label={t(`exportPhase.${phase}`)} />
      {isCounted && (
        <p className="export-figures" data-testid="export-figures">
          <span>{sizeText(bytesDone)} / {sizeText(bytesTotal)}</span>
          {bytesPerSecond > 0 && <span>{t('packet.rate', { rate: sizeText(bytesPerSecond) })}</span>}
          {leftMs !== null && <span>{t('packet.left', { time: leftText(leftMs) })}</span>}
        </p>
      )}
      <Button danger loading={busy} disabled={phase === 'checking'} data-testid="action-cancel-export" onClick={() => void run({ packetId })}>{t('packet.cancel')}</Button>
      <Refusal error={error} />
    </section>
  );
}

/** Decimal units, as media are sold. */
export function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `1:02:03` or `2:03`. */
function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
