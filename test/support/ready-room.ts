import type { CheckReport, RoomSnapshot } from '../../src/shared/contract/index.ts';
import type { StationLine } from './station-process.ts';
import { addTrainingCameras, addTrainingMicrophones } from './training-cameras.ts';
import { waitUntil } from './wait-until.ts';

/** A training room with its cameras (and microphones) live and its check passed: what an administrator and an officer have done before the test begins. */
export async function readyRoom(admin: StationLine, officer: StationLine, { microphones = false }: { readonly microphones?: boolean } = {}): Promise<void> {
  await addTrainingCameras(admin);
  if (microphones) await addTrainingMicrophones(admin);
  await waitUntil('both cameras live', 60_000, async () => (await officer.call<RoomSnapshot>('room.status')).cameras.every(({ state }) => state === 'live'));
  await waitUntil('a passed check', 60_000, async () => (await officer.call<CheckReport>('check.run')).passed);
}
