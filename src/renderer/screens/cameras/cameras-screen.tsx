import { useState } from 'react';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { useText } from '../../i18n/index.ts';
import { AddCamera } from './add-camera.tsx';
import { CameraTable } from './camera-table.tsx';
import { ChooseMicrophone } from './choose-microphone.tsx';
import { DiscoverCameras } from './discover-cameras.tsx';
import { DiskPanel } from './disk-panel.tsx';
import { MicrophoneTable } from './microphone-table.tsx';
import { RoomPanel } from './room-panel.tsx';
import { emptyCameraForm, type CameraForm } from './camera-form.ts';

/** What the room is, its cameras and microphones, and where its copies are kept. */
export function CamerasScreen({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const [draft, setDraft] = useState<CameraForm>(emptyCameraForm);
  // What cannot wait stands first; it stays where it is while somebody works on it.
  const [urgent] = useState(room.roomKind === 'unregistered' || room.disks.some(({ state }) => state === 'failed'));
  return (
    <main className="page devices" data-testid="screen-cameras">
      <header className="page-head"><h1>{t('cameras.title')}</h1><p>{t('cameras.about')}</p></header>
      <CameraTable room={room} />
      <MicrophoneTable room={room} />
      <div className="columns">
        <DiscoverCameras training={room.training} onUse={setDraft} />
        <AddCamera key={JSON.stringify(draft)} draft={draft} onAdded={() => setDraft(emptyCameraForm)} />
      </div>
      <ChooseMicrophone training={room.training} />
      <div className={urgent ? 'columns devices-first' : 'columns'}>
        <RoomPanel room={room} />
        <DiskPanel room={room} />
      </div>
    </main>
  );
}
