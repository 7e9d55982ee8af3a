import './without-eval.ts';
export type { ConnectionState, ContractBreach, MethodInput, StationClient } from './station-client.ts';
export { openStationClient } from './open-client.ts';
export { atNextSecond, localMs, startTick } from './local-clock.ts';
