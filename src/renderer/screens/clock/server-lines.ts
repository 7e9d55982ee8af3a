interface Server {
  readonly server: string;
  readonly port: number;
}

/** RFC 5905. */
const sntpPort = 123;

/** One server a line: `host`, `host:port`, `[2001:db8::1]:port`. @throws Error whose message is the line that is none */
export function readServers(lines: string): readonly Server[] {
  return lines.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const found = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)|([0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*))(?::(\d{1,5}))?$/.exec(line);
    const [, bracketed, name, bare, port] = found ?? [];
    const server = bracketed ?? name ?? bare;
    const number = port === undefined ? sntpPort : Number(port);
    if (server === undefined || number < 1 || number > 65_535) throw new Error(line);
    return { server, port: number };
  });
}

/** As the station names them, `host:port`, one a line. */
export function writeServers(servers: readonly string[]): string {
  return servers.map((server) => (server.endsWith(`:${sntpPort}`) ? server.slice(0, -`:${sntpPort}`.length) : server)).join('\n');
}
