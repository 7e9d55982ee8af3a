export { openStationDatabase, type StationDatabase } from './station-database.ts';
