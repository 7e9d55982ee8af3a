import { systemClock } from './clock.ts';
import { redact } from './redaction.ts';

/** The diagnostic log: for engineers, never evidence. One line of JSON each, to stderr; passwords in addresses are cut out. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: unknown, fields?: Readonly<Record<string, unknown>>): void;
  /** A logger whose lines carry this object's name. */
  child(name: string): Logger;
}

type Sink = (line: string) => void;

export function createLogger(name: string, sink: Sink = (line) => process.stderr.write(`${line}\n`)): Logger {
  const write = (level: string, message: string, fields: Readonly<Record<string, unknown>>) =>
    sink(redact(JSON.stringify({ at: new Date(systemClock.wallMs()).toISOString(), level, name, message, ...fields })));
  return {
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, error, fields = {}) => write('error', message, { ...fields, error: describe(error) }),
    child: (child) => createLogger(`${name}/${child}`, sink),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` <- ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
