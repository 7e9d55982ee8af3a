import { useState } from 'react';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { useText } from '../../i18n/index.ts';
import { AddCamera } from './add-camera.tsx';
import { CameraTable } from './camera-table.tsx';
import { ChooseMicrophone } from './choose-microphone.tsx';
import { DiscoverCameras } from './discover-cameras.tsx';
import { MicrophoneTable } from './microphone-table.tsx';
import { emptyCameraForm, type CameraForm } from './camera-form.ts';

/** Finding, adding and removing the cameras and microphones of the room. */
export function CamerasScreen({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const [draft, setDraft] = useState<CameraForm>(emptyCameraForm);
  return (
    <main className="page" data-testid="screen-cameras">
      <header className="page-head"><h1>{t('cameras.title')}</h1><p>{t('cameras.about')}</p></header>
      <CameraTable room={room} />
      <MicrophoneTable room={room} />
      <div className="columns">
        <DiscoverCameras training={room.training} onUse={setDraft} />
        <AddCamera key={JSON.stringify(draft)} draft={draft} onAdded={() => setDraft(emptyCameraForm)} />
      </div>
      <ChooseMicrophone training={room.training} />
    </main>
  );
}
