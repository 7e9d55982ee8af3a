import { LockFilled } from './icons.ts';
import type { LockSnapshot } from '../../shared/contract/index.ts';
import { useText, type Text } from '../i18n/index.ts';

interface LocksProps {
  readonly locks: readonly LockSnapshot[];
}

/** What is not open yet: why, under which article, and who can open it. */
export function Locks({ locks }: LocksProps) {
  const { t, pick } = useText();
  if (locks.length === 0) return null;
  return (
    <ul className="locks" data-testid="locks" aria-label={t('room.locks')}>
      {locks.map((lock) => (
        <li key={lock.code} data-testid={`lock-${lock.code}`} data-locks={lock.locks.join(' ')}>
          <LockFilled aria-hidden />
          <div>
            <strong>{lock.locks.map((step) => t(`lockOn.${step}`)).join(t('room.lockAnd'))}</strong> <span>{pick(lock.message)}</span>
            <p>{pick(lock.hint)}</p>
            <p className="muted">
              {articleText(lock.article, t)} · {t('room.opensBy', { roles: lock.opensBy.map((role) => t(`role.${role}`)).join(' / ') })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

const laws = ['CPL', 'GAX', 'GAZ', 'GAP', 'SPPR', 'DET'] as const;

/** `24, 25` are articles of the standard; `CPL 121; GAX 204` those of other laws, under the short names of docs/rules.md. */
function articleText(article: string, t: Text['t']): string {
  return article.split('; ').map((part) => {
    const law = laws.find((each) => part.startsWith(`${each} `));
    return law === undefined ? t('room.article', { article: part }) : t('room.articleOf', { law: t(`law.${law}`), article: part.slice(law.length + 1) });
  }).join('; ');
}
