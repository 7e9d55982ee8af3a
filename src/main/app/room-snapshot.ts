import type { RoomSnapshot } from '../../shared/contract/index.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

export function clockSnapshot(station: Station): RoomSnapshot['clock'] {
  const status = station.roomClock.status();
  return { ...status, servers: [...status.servers], timeZone: station.settings.room.timeZone };
}

/** The whole state of the room, as every console is told it. */
export function roomSnapshot(station: Station): RoomSnapshot {
  const { roomName, timeZone, kind } = station.settings.room;
  const last = station.sessions.latest();
  const state = station.sessions.current() ?? (last?.stage.status === 'sealed' ? last : undefined);
  return {
    version: station.nextSnapshotVersion(),
    stationVersion: station.version,
    roomName, timeZone,
    profileId: station.profile.id,
    roomKind: kind,
    training: station.training !== null,
    clock: clockSnapshot(station),
    cameras: station.cameras.snapshots(),
    microphones: station.microphones.snapshots(),
    disks: station.storage.snapshot(),
    disksShared: station.disks.shared,
    climate: station.climate.snapshot(),
    copies: station.disks.copies,
    hoursLeft: station.hoursLeft,
    loop: station.loop.delay,
    check: station.check,
    session: state === undefined ? null : sessionView(station, state),
    alarms: station.alarms.snapshot(),
    calls: station.calls.snapshot(),
    exporting: station.exports.snapshot(),
  };
}
