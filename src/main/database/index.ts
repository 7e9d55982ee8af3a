export { isDiskFailure, openStationDatabase, readStationDatabase, type Statement, type StationDatabase } from './station-database.ts';
