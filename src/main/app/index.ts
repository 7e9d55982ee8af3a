export { defaultDataFolder, runCommandLine } from './command-line.ts';
export { startStation, type StationOptions } from './start-station.ts';
export type { Station } from './station.ts';
export type { SecretVault } from '../settings/index.ts';
