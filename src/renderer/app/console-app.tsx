import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useState } from 'react';
import { CallBanner, LineBanners } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import { AccountsScreen, BoardScreen, CamerasScreen, ChangePinScreen, ClockScreen, KeysScreen, LockScreen, LoginScreen, RoomScreen, SessionsScreen, TranscriptScreen } from '../screens/index.ts';
import { useStation, type LoggedIn } from '../stores/index.ts';
import { ActivityWatch } from './activity-watch.tsx';
import { pagesOf, type PageName } from './pages.ts';
import { theme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

/** The whole console: the door, or the pages of the person who came in. */
export function ConsoleApp() {
  const { locale } = useText();
  return (
    <ConfigProvider theme={theme} locale={locale === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <LineBanners />
      <ActivityWatch />
      <Door />
    </ConfigProvider>
  );
}

/** What stands between a person and the pages: the login, a PIN of their own, and the lock of an idle console. */
function Door() {
  const person = useStation((view) => view.person);
  const glance = useStation((view) => view.glance);
  const mustChangePin = useStation((view) => view.mustChangePin);
  const timeZone = useStation((view) => view.timeZone);
  if (person === null) return <LoginScreen />;
  if (mustChangePin) return <ChangePinScreen />;
  if (glance !== null) return <LockScreen glance={glance} person={person} timeZone={timeZone} />;
  return <Pages key={person.personId} person={person} />;
}

function Pages({ person }: { readonly person: LoggedIn }) {
  const { t } = useText();
  const [chosen, setChosen] = useState<PageName>(pagesOf(person.role)[0]);
  const room = useStation((view) => view.room);
  if (room === null) return <main className="page"><p>{t('app.connecting')}</p></main>;
  return (
    <>
      <TopBar room={room} person={person} page={chosen} onGo={setChosen} />
      {person.role === 'officer' && <CallBanner calls={room.calls} timeZone={room.timeZone} />}
      {chosen === 'board' && <BoardScreen room={room} person={person} />}
      {chosen === 'room' && <RoomScreen room={room} person={person} onGoToCameras={() => setChosen('cameras')} />}
      {chosen === 'transcript' && <TranscriptScreen room={room} onGoToRoom={() => setChosen('room')} />}
      {chosen === 'sessions' && <SessionsScreen person={person} timeZone={room.timeZone} />}
      {chosen === 'cameras' && <CamerasScreen room={room} />}
      {chosen === 'accounts' && <AccountsScreen />}
      {chosen === 'keys' && <KeysScreen timeZone={room.timeZone} />}
      {chosen === 'clock' && <ClockScreen room={room} />}
    </>
  );
}
