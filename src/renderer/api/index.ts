import './without-eval.ts';
export type { ConnectionState, ContractBreach, MethodInput, StationClient } from './station-client.ts';
export { openStationClient } from './open-client.ts';
export { localMs, startTick } from './local-clock.ts';
