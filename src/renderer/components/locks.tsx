import { LockFilled } from './icons.ts';
import type { LockSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';

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
        <li key={`${lock.locks}-${lock.code}`} data-testid={`lock-${lock.code}`} data-locks={lock.locks}>
          <LockFilled aria-hidden />
          <div>
            <strong>{t(`lockOn.${lock.locks}`)}</strong> <span>{pick(lock.message)}</span>
            <p>{pick(lock.hint)}</p>
            <p className="muted">
              {t('room.article', { article: lock.article })} · {t('room.opensBy', { roles: lock.opensBy.map((role) => t(`role.${role}`)).join(' / ') })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
