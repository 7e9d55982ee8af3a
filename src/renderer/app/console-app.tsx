import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useState } from 'react';
import { LineBanners } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import { AccountsScreen, CamerasScreen, ClockScreen, LoginScreen, RoomScreen, SessionsScreen } from '../screens/index.ts';
import { useStation, type LoggedIn } from '../stores/index.ts';
import { pagesOf, type PageName } from './pages.ts';
import { theme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

/** The whole console: the door, or the pages of the person who came in. */
export function ConsoleApp() {
  const { locale } = useText();
  const person = useStation((view) => view.person);
  return (
    <ConfigProvider theme={theme} locale={locale === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <LineBanners />
      {person === null ? <LoginScreen /> : <Pages key={person.personId} person={person} />}
    </ConfigProvider>
  );
}

function Pages({ person }: { readonly person: LoggedIn }) {
  const { t } = useText();
  const [chosen, setChosen] = useState<PageName>(pagesOf(person.role)[0]);
  const room = useStation((view) => view.room);
  if (room === null) return <main className="page"><p>{t('app.connecting')}</p></main>;
  return (
    <>
      <TopBar room={room} person={person} page={chosen} onGo={setChosen} />
      {chosen === 'room' && <RoomScreen room={room} person={person} onGoToCameras={() => setChosen('cameras')} />}
      {chosen === 'sessions' && <SessionsScreen person={person} timeZone={room.timeZone} />}
      {chosen === 'cameras' && <CamerasScreen room={room} />}
      {chosen === 'accounts' && <AccountsScreen />}
      {chosen === 'clock' && <ClockScreen clock={room.clock} />}
    </>
  );
}
