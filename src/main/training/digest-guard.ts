import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../platform/index.ts';

export type DigestVerdict = 'accepted' | 'refused' | 'stale';

interface DigestOptions {
  readonly realm: string;
  readonly user: string;
  readonly password: string;
  readonly nonceLifeMs: number;
  /** HTTP clients count on quality of protection; RTSP clients of cameras mostly know the older form without it. */
  readonly qop: boolean;
  readonly clock: Clock;
}

const hashes = new Map([['MD5', 'md5'], ['SHA-256', 'sha256']]);

/** The server's side of digest authentication (RFC 2617, RFC 7616). Its nonces prove their own age, so none is stored. */
export class DigestGuard {
  readonly #options: DigestOptions;
  readonly #key = randomBytes(32);

  constructor(options: DigestOptions) {
    this.#options = options;
  }

  /** The value of WWW-Authenticate. */
  challenge(verdict: DigestVerdict = 'refused'): string {
    const { realm, qop } = this.#options;
    return `Digest realm="${realm}", nonce="${this.#newNonce()}", algorithm=MD5${qop ? ', qop="auth"' : ''}${verdict === 'stale' ? ', stale=true' : ''}`;
  }

  check(method: string, authorization: string | undefined): DigestVerdict {
    const given = parseAuthorization(authorization);
    if (given === undefined || given.get('username') !== this.#options.user || given.get('realm') !== this.#options.realm) return 'refused';
    const age = this.#ageMs(given.get('nonce') ?? '');
    if (age === undefined || !this.#isRight(method, given)) return 'refused';
    return age > this.#options.nonceLifeMs ? 'stale' : 'accepted';
  }

  #isRight(method: string, given: ReadonlyMap<string, string>): boolean {
    const hash = hashes.get((given.get('algorithm') ?? 'MD5').toUpperCase());
    if (hash === undefined) return false;
    const { user, realm, password } = this.#options;
    const sum = (...parts: readonly string[]) => createHash(hash).update(parts.join(':')).digest('hex');
    const read = (name: string) => given.get(name) ?? '';
    const account = sum(user, realm, password);
    const request = sum(method, read('uri'));
    const expected = given.has('qop')
      ? sum(account, read('nonce'), read('nc'), read('cnonce'), read('qop'), request)
      : sum(account, read('nonce'), request);
    return sameText(expected, read('response').toLowerCase());
  }

  #newNonce(): string {
    const issued = Math.floor(this.#options.clock.monotonicMs()).toString(16);
    return `${issued}.${this.#proofOf(issued)}`;
  }

  #ageMs(nonce: string): number | undefined {
    const [issued = '', proof = ''] = nonce.split('.');
    return sameText(this.#proofOf(issued), proof) ? this.#options.clock.monotonicMs() - parseInt(issued, 16) : undefined;
  }

  #proofOf(issued: string): string {
    return createHmac('sha256', this.#key).update(issued).digest('hex').slice(0, 32);
  }
}

/** The parameters of `Digest name="value", name=value`; undefined when it is another scheme. */
function parseAuthorization(header: string | undefined): ReadonlyMap<string, string> | undefined {
  const rest = /^Digest\s+(.*)$/is.exec(header ?? '')?.[1];
  if (rest === undefined) return undefined;
  const pairs = [...rest.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)];
  return new Map(pairs.map((pair) => [(pair[1] ?? '').toLowerCase(), pair[2] ?? pair[3] ?? '']));
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
