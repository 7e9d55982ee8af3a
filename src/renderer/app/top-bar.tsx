import { Button } from 'antd';
import type { RoomSnapshot } from '../../shared/contract/index.ts';
import { ClockBadge, LanguageSwitch, LockOutlined, LogoutOutlined } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import { TrainingPanel } from '../screens/index.ts';
import { lockNow, logOut, type LoggedIn } from '../stores/index.ts';
import { pagesOf, type PageName } from './pages.ts';

interface TopBarProps {
  readonly room: RoomSnapshot;
  readonly person: LoggedIn;
  readonly page: PageName;
  readonly onGo: (page: PageName) => void;
}

/** Which room, who is here, what time it is. */
export function TopBar({ room, person, page, onGo }: TopBarProps) {
  const { t } = useText();
  const pages = pagesOf(person.role);
  return (
    <header className="top">
      <span className="top-name">{t('app.name')}</span>
      <span className="top-room" data-testid="room-name">{room.roomName}</span>
      {room.training && <span className="tag tag-training">{t('app.training')}</span>}
      <nav aria-label={t('app.navigation')}>
        {pages.map((name) => <button key={name} type="button" aria-current={name === page ? 'page' : undefined} data-testid={`nav-${name}`} onClick={() => onGo(name)}>{t(`nav.${name}`)}</button>)}
      </nav>
      <span className="grow" />
      {room.training && <TrainingPanel />}
      <ClockBadge clock={room.clock} />
      <LanguageSwitch />
      <span className="top-person" data-testid="person" data-role={person.role}><strong>{person.name}</strong> <span>{t(`role.${person.role}`)}</span></span>
      <Button size="small" icon={<LockOutlined />} data-testid="action-lock" aria-label={t('lock.now')} title={t('lock.now')} onClick={() => void lockNow()} />
      <Button size="small" icon={<LogoutOutlined />} data-testid="action-logout" aria-label={t('app.logout')} title={t('app.logout')} onClick={() => void logOut()} />
    </header>
  );
}
