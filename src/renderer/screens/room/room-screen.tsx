import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { AlarmList, CameraPicture, MicrophoneStrip, Panel } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { stageOf, useRoomTimeMs, useStation, type LoggedIn } from '../../stores/index.ts';
import { Conditions } from './conditions.tsx';
import { NextStepCard } from './next-step-card.tsx';
import { SessionLog } from './session-log.tsx';
import { nextStep } from './stage.ts';
import { StateHeader } from './state-header.tsx';

interface RoomScreenProps {
  readonly room: RoomSnapshot;
  readonly person: LoggedIn;
  readonly onGoToCameras: () => void;
}

/** The main screen: one big state, one obvious next action, and what is really being recorded. */
export function RoomScreen({ room, person, onGoToCameras }: RoomScreenProps) {
  const { t } = useText();
  const connected = useStation((view) => view.connection === 'connected');
  const nowMs = useRoomTimeMs() ?? room.clock.roomTimeMs;
  const stage = stageOf(room, connected, nowMs);
  const step = nextStep(room, person.role, stage);
  const { session } = room;
  return (
    <main className={`room room-${stage}`} data-testid="screen-room" data-stage={stage}>
      <h1 className="hidden">{t('room.title')} {room.roomName}</h1>
      <StateHeader room={room} stage={stage} nowMs={nowMs} />
      <div className="room-columns">
        <div className="room-main">
          <section className="pictures" aria-label={t('room.pictures')} data-count={room.cameras.length}>
            {room.cameras.length === 0 && <p className="empty"><strong>{t('room.noCameras')}</strong><br />{t('room.noCamerasHint')}</p>}
            {room.cameras.map((camera) => <CameraPicture key={camera.cameraId} camera={camera} />)}
          </section>
          <MicrophoneStrip microphones={room.microphones} />
          {room.alarms.length > 0 && <AlarmList alarms={room.alarms} timeZone={room.timeZone} />}
          <div className="room-lower">
            <Conditions room={room} />
            {session !== null && session.status !== 'open' && <SessionLog session={session} timeZone={room.timeZone} nowMs={nowMs} />}
          </div>
        </div>
        <aside className="room-side" aria-label={t('room.nextStep')}>
          {connected ? <NextStepCard room={room} person={person} step={step} nowMs={nowMs} onGoToCameras={onGoToCameras} /> : <Panel title={t('room.lastKnown')} tone="alarm" testId="last-known"><p>{t('app.lostHint')}</p></Panel>}
        </aside>
      </div>
    </main>
  );
}
