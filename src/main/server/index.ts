export { serveConsole, type ConsoleServer, type StationConnection, type StationDoor } from './console-server.ts';
