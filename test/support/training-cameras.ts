import type { StationLine } from './station-process.ts';

interface TrainingCameras {
  readonly cameras: readonly { readonly key: string; readonly name: string; readonly xaddr: string; readonly user: string; readonly password: string }[];
}

/** Discovers the training room's cameras as an administrator does, and adds those that the room lacks. */
export async function addTrainingCameras(admin: StationLine): Promise<void> {
  return addForeignCameras(admin, admin);
}

/** The same for a room whose cameras are those of another station's training room. */
export async function addForeignCameras(admin: StationLine, owner: StationLine): Promise<void> {
  const { cameras } = await owner.call<TrainingCameras>('training.status');
  const { cameras: known } = await admin.call<{ cameras: readonly { readonly address: string }[] }>('camera.list');
  for (const { key, name, xaddr, user, password } of cameras) {
    if (known.some(({ address }) => address === xaddr)) continue;
    const found = await admin.call<{ cameras: { xaddr: string }[] }>('camera.discover', { address: xaddr });
    if (!found.cameras.some((c) => c.xaddr === xaddr)) throw new Error(`The direct probe did not find ${xaddr}`);
    await admin.call('camera.add', { source: { kind: 'onvif', xaddr, user, password }, name, role: key });
  }
}

/** Adds the training room's microphones that the room lacks, each as a device of its own. */
export async function addTrainingMicrophones(admin: StationLine): Promise<void> {
  const { devices } = await admin.call<{ devices: readonly { readonly kind: string; readonly address: string; readonly name: string; readonly known: boolean }[] }>('microphone.devices');
  for (const { kind, address, name, known } of devices) if (kind === 'training' && !known) await admin.call('microphone.add', { kind, address, name });
}
