import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { isAppError, toWireError, type WireError } from '../../shared/base/index.ts';
import { contractJsonSchema } from '../../shared/contract/index.ts';
import { findFfmpeg } from '../ffmpeg/index.ts';
import { createLogger, projectRoot, systemClock } from '../platform/index.ts';
import { serveConsole } from '../server/index.ts';
import { startTrainingRoom } from '../training/index.ts';
import { checkLedgerAt } from './ledger-command.ts';
import { RpcClient } from './rpc-client.ts';
import { startStation, type StationOptions } from './start-station.ts';
import { verifyCommand, type VerifyOptions } from './verify-command.ts';

const defaultPort = 47_080;

interface ServeOptions {
  readonly data?: string;
  readonly mirror?: string;
  readonly registry?: string;
  readonly profiles?: string;
  readonly profile?: string;
  readonly port: string;
  readonly training: boolean;
}

interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Runs one command. Standard output carries only its result; everything else goes to standard error.
 * @returns the exit code: 0 done, 1 refused (or a packet altered), 2 a packet that cannot be read, or a command line that cannot be understood
 */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<number> {
  let exitCode = 0;
  const program = new Command('shilu').description('Shilu (实录): the recording controller for police interview rooms').exitOverride();
  program.configureOutput({ writeOut: streams.out, writeErr: streams.err });

  program
    .command('serve')
    .description('run the station of this room and its loopback console')
    .option('--data <folder>', 'where recordings and the ledger are kept')
    .option('--mirror <folder>', 'where the second copy is kept (best on another disk)')
    .option('--registry <folder>', 'a folder that the rooms of the site share, so that no officer is in two sessions at a time')
    .option('--profiles <folder>', 'the site’s own signed profiles, and profile-key.pem of who signs them')
    .option('--profile <id>', 'whose rules this room follows')
    .option('--port <number>', 'port of the console; 0 picks a free one', String(defaultPort))
    .option('--training', 'with the simulated room', false)
    .action(async (options: ServeOptions) => {
      const { data, mirror: mirrorFolder, registry: registryFolder, profiles: profilesFolder, profile: profileId, port, training } = options;
      const given = Object.fromEntries(Object.entries({ mirrorFolder, registryFolder, profilesFolder, profileId }).filter(([, value]) => value !== undefined));
      await serve({ ...given, dataFolder: data ?? defaultDataFolder(training), port: Number(port), training }, streams);
    });

  program
    .command('call')
    .description('call one method of a running station and print its result as JSON')
    .argument('<method>')
    .argument('[params]', 'parameters as JSON', '{}')
    .option('--url <url>', 'address of the station', `http://127.0.0.1:${defaultPort}/`)
    .option('--user <account>', 'log in first as this account')
    .option('--pin <pin>', 'with this PIN')
    .action(async (method: string, params: string, options: { url: string; user?: string; pin?: string }) => {
      exitCode = await call(method, params, options, streams);
    });

  program
    .command('verify')
    .description('check a packet or one video file: 0 intact, 1 altered, 2 not ours to judge, 3 incomplete, 4 intact but not what was asked for')
    .argument('<packet or file>')
    .option('--json', 'print the whole report as JSON', false)
    .option('--seal-code <code>', 'the seal code on the paper: is it that packet?')
    .option('--fingerprint <sha256>', "SHA-256 of the station's certificate: did that station sign?")
    .option('--ca <file>', 'certificates (PEM) of authorities: does the certificate lead to one?')
    .action(async (path: string, options: VerifyOptions) => {
      exitCode = await verifyCommand(path, options, streams.out);
    });

  const ledger = program.command('ledger').description('the ledger of a station that is not running, or a copy of it (ledger.jsonl)');
  ledger
    .command('head')
    .description('print number and hash of its last entry, to be kept elsewhere')
    .argument('<path>', 'data folder or ledger.jsonl')
    .action(async (path: string) => {
      const { head } = await checkLedgerAt({ path });
      streams.out(`${head.seq}:${head.hash}\n`);
    });
  ledger
    .command('check')
    .description('check chain, signatures and, where given, a head that was kept elsewhere: 0 sound, 1 not')
    .argument('<path>', 'data folder or ledger.jsonl')
    .option('--head <number:hash>', 'a head that was printed or kept elsewhere')
    .option('--certificate <pem>', 'the station’s certificate (station.pem of a packet)')
    .option('--json', 'print the whole report as JSON', false)
    .action(async (path: string, options: { head?: string; certificate?: string; json: boolean }) => {
      exitCode = await checkLedgerCommand(path, options, streams);
    });

  program.command('training').description('run the simulated cameras alone').action(() => runTraining(streams));
  program.command('schema').description('print the contract as JSON Schema').action(() => streams.out(`${JSON.stringify(contractJsonSchema(), null, 2)}\n`));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isAppError(error)) throw error;
    printError(toWireError(error), streams);
    return 1;
  }
}

/** The per-user data folder of the platform. */
export function defaultDataFolder(training: boolean): string {
  const { XDG_DATA_HOME: xdg, APPDATA: appData } = process.env;
  const base = process.platform === 'win32' ? (appData ?? join(homedir(), 'AppData', 'Roaming')) : process.platform === 'darwin' ? join(homedir(), 'Library', 'Application Support') : (xdg ?? join(homedir(), '.local', 'share'));
  return join(base, 'shilu', training ? 'training' : 'room');
}

async function serve(options: Omit<StationOptions, 'log' | 'idleLockMs'> & { readonly port: number }, streams: Streams): Promise<void> {
  const log = createLogger('station');
  const station = await startStation({ ...options, log });
  try {
    const server = await serveConsole({ station, filesFolder: join(projectRoot, 'dist', 'renderer'), port: options.port, log });
    try {
      streams.out(`${JSON.stringify({ url: server.url, rpc: server.rpcUrl, pid: process.pid })}\n`);
      await stopSignal();
    } finally {
      await server.close();
    }
  } finally {
    await station.close();
  }
}

async function call(method: string, paramsText: string, options: { url: string; user?: string; pin?: string }, streams: Streams): Promise<number> {
  let params: unknown;
  try {
    params = JSON.parse(paramsText);
  } catch (cause) {
    streams.err(`MESSAGE_NOT_JSON: ${String(cause)}\n`);
    return 1;
  }
  const client = await RpcClient.open(rpcAddress(options.url));
  try {
    if (options.user !== undefined) {
      const login = await client.call('auth.login', { account: options.user, pin: options.pin ?? '' });
      if (!login.ok) return printError(login.error, streams);
    }
    const reply = await client.call(method, params);
    if (!reply.ok) return printError(reply.error, streams);
    streams.out(`${JSON.stringify(reply.value, null, 2)}\n`);
    return 0;
  } finally {
    client.close();
  }
}

function rpcAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  return `ws://${address.host}/rpc`;
}

function printError(error: WireError, streams: Streams): 1 {
  streams.err(`${error.code}: ${error.message.zh} ${error.hint.zh}\n${error.code}: ${error.message.en} ${error.hint.en}\n`);
  return 1;
}

async function checkLedgerCommand(path: string, { head, certificate, json }: { head?: string; certificate?: string; json: boolean }, streams: Streams): Promise<number> {
  const report = await checkLedgerAt({ path, ...(head === undefined ? {} : { head }), ...(certificate === undefined ? {} : { certificatePath: certificate }) });
  if (json) streams.out(`${JSON.stringify(report, null, 2)}\n`);
  else {
    streams.out(`${report.findings.length === 0 ? 'sound' : 'not sound'}  ${path}\n${report.entries} entries, signed up to ${report.signedUntil}${report.signaturesChecked ? '' : ' (signatures not checked: no certificate)'}; head ${report.head.seq}:${report.head.hash}\n`);
    for (const { problem, seq } of report.findings) streams.out(`  entry ${seq}: ${problem}\n`);
  }
  return report.findings.length === 0 ? 0 : 1;
}

async function runTraining(streams: Streams): Promise<void> {
  const log = createLogger('training');
  const room = await startTrainingRoom({ ffmpeg: await findFfmpeg(), clock: systemClock, log, timeZone: 'Asia/Shanghai' });
  try {
    streams.out(`${JSON.stringify({ cameras: room.cameras, pid: process.pid })}\n`);
    await stopSignal();
  } finally {
    await room.close();
  }
}

/** Resolves at the first Ctrl-C, SIGTERM or hang-up. A second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
