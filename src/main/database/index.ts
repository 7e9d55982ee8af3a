export { fillKeptTables, readKeptTables, type KeptTables } from './kept-tables.ts';
export { isDiskFailure, openStationDatabase, readStationDatabase, type Statement, type StationDatabase } from './station-database.ts';
