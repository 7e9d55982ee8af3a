export { defaultDataFolder, runCommandLine } from './command-line.ts';
export { startStation, type Station, type StationOptions } from './station.ts';
export type { SecretVault } from '../settings/index.ts';
