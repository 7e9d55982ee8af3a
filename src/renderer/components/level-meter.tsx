import { useText } from '../i18n/index.ts';

const quietestDb = -60;

interface LevelMeterProps {
  readonly levelDb: number | null;
  readonly hasAudio: boolean;
  readonly name: string;
}

/** Loudness of the last second. The bar is drawn for the eye, the number says the same. */
export function LevelMeter({ levelDb, hasAudio, name }: LevelMeterProps) {
  const { t } = useText();
  if (!hasAudio || levelDb === null) return <span className="level-none">{t(hasAudio ? 'picture.levelUnknown' : 'picture.noSound')}</span>;
  const share = Math.min(100, Math.max(0, ((levelDb - quietestDb) / -quietestDb) * 100));
  return (
    <span className="level" role="meter" aria-label={`${name} ${t('picture.level', { db: levelDb })}`} aria-valuemin={quietestDb} aria-valuemax={0} aria-valuenow={Math.max(quietestDb, Math.min(0, levelDb))}>
      <span className="level-bar"><span className="level-fill" style={{ width: `${share}%` }} /></span>
      <span className="level-db">{levelDb} dB</span>
    </span>
  );
}
