import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every spelling in which a secret could be found again. */
function spellings(secret: string): readonly Buffer[] {
  const inBase64 = Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1);
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), inBase64].map((text) => Buffer.from(text));
}

/** The files of a folder, or of a file itself, that hold a secret. */
export function filesWithSecret(path: string, secret: string): readonly string[] {
  const found = spellings(secret);
  return filesUnder(path).filter((file) => {
    const bytes = readFileSync(file);
    return found.some((spelling) => bytes.includes(spelling));
  });
}

function filesUnder(path: string): readonly string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The arguments and the environment of every process that descends from this one (Linux), as anybody with the same rights reads them. */
export function processTexts(pid: number): readonly { readonly pid: number; readonly arguments: string; readonly environment: string }[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  const read = (of: number, name: string) => {
    try {
      return readFileSync(`/proc/${of}/${name}`, 'utf8');
    } catch {
      return '';
    }
  };
  const parents = new Map(processes.map((each) => [each, Number(/\) \S (\d+)/.exec(read(each, 'stat'))?.[1] ?? 0)]));
  const descends = (of: number): boolean => of === pid || (of > 1 && descends(parents.get(of) ?? 0));
  return processes.filter(descends).map((each) => ({ pid: each, arguments: read(each, 'cmdline'), environment: read(each, 'environ') }));
}

/** The processes of `processTexts` in which a secret stands. */
export function processesWithSecret(pid: number, secret: string): readonly string[] {
  return processTexts(pid).filter((each) => spellings(secret).some((spelling) => `${each.arguments}${each.environment}`.includes(spelling.toString()))).map((each) => `${each.pid} ${each.arguments}`);
}
