import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Hash names of RFC 7616 and what Node calls them, the better first. */
const algorithms = new Map([['SHA-256', 'sha256'], ['MD5', 'md5']]);

/**
 * Answers a Digest challenge (RFC 7616; also RFC 2069, without qop, which old cameras still speak).
 * Null when there is no challenge that can be answered without giving the password away: Basic is not answered.
 * @param count how often this nonce has been answered, this time included: servers may refuse a number that they have seen
 */
export function digestAuthorization(challenges: readonly string[], method: string, uri: string, credentials: Credentials, { cnonce = randomBytes(12).toString('hex'), count = 1 } = {}): string | null {
  const known = challenges.flatMap(splitChallenges).filter((challenge) => challenge.scheme === 'digest').map(({ params }) => params);
  for (const [name, hash] of algorithms) {
    const params = known.find((candidate) => (candidate.get('algorithm') ?? 'MD5').toUpperCase().replace(/-SESS$/, '') === name);
    const nonce = params?.get('nonce');
    if (params === undefined || nonce === undefined) continue;
    return answer({ params, nonce, hash, method, uri, credentials, cnonce, nc: count.toString(16).padStart(8, '0') });
  }
  return null;
}

function answer(input: { readonly params: ReadonlyMap<string, string>; readonly nonce: string; readonly hash: string; readonly method: string; readonly uri: string; readonly credentials: Credentials; readonly cnonce: string; readonly nc: string }): string | null {
  const { params, nonce, method, uri, credentials, cnonce, nc } = input;
  const digest = (value: string) => createHash(input.hash).update(value, 'utf8').digest('hex');
  const realm = params.get('realm') ?? '';
  const algorithm = params.get('algorithm');
  const qops = (params.get('qop') ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');
  if (qops.length > 0 && !qops.includes('auth')) return null;
  const plain = digest(`${credentials.user}:${realm}:${credentials.password}`);
  const first = algorithm?.toLowerCase().endsWith('-sess') === true ? digest(`${plain}:${nonce}:${cnonce}`) : plain;
  const second = digest(`${method}:${uri}`);
  const response = qops.length > 0 ? digest(`${first}:${nonce}:${nc}:${cnonce}:auth:${second}`) : digest(`${first}:${nonce}:${second}`);
  const opaque = params.get('opaque');
  return `Digest ${[
    `username=${quoted(credentials.user)}`, `realm=${quoted(realm)}`, `nonce=${quoted(nonce)}`, `uri=${quoted(uri)}`, `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qops.length > 0 ? ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`] : []),
  ].join(', ')}`;
}

/** One header may carry several challenges: `Digest a=b, c=d, Basic realm="x"`. */
function splitChallenges(header: string): readonly { readonly scheme: string; readonly params: ReadonlyMap<string, string> }[] {
  const found: { readonly scheme: string; readonly params: Map<string, string> }[] = [];
  for (const match of header.slice(0, 4096).matchAll(/(?:([A-Za-z][\w-]*)\s+)?([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const [, scheme, name, inQuotes, bare] = match;
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), params: new Map() });
    if (name !== undefined) found.at(-1)?.params.set(name.toLowerCase(), (inQuotes ?? bare ?? '').replace(/\\(.)/g, '$1'));
  }
  return found;
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
