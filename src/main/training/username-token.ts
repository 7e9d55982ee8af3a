import { createHash, timingSafeEqual } from 'node:crypto';
import { elementOf, textOf, type XmlElement } from './soap-message.ts';

interface TokenGuardOptions {
  readonly user: string;
  readonly password: string;
  /** The device's own time, in ms since 1970 UTC. */
  readonly nowMs: () => number;
}

const maxAgeMs = 10 * 60_000;
const maxRemembered = 5_000;

/** Checks WS-Security UsernameToken with PasswordDigest (ONVIF Core Specification, section 5.9.1). Each token is good once. */
export class TokenGuard {
  readonly #options: TokenGuardOptions;
  readonly #seen = new Set<string>();

  constructor(options: TokenGuardOptions) {
    this.#options = options;
  }

  check(soapHeader: XmlElement): boolean {
    const token = elementOf(elementOf(soapHeader, 'Security'), 'UsernameToken');
    if (token === undefined || textOf(token, 'Username') !== this.#options.user) return false;
    const [nonce, created, given] = [textOf(token, 'Nonce'), textOf(token, 'Created'), textOf(token, 'Password')];
    if (!(Math.abs(Date.parse(created) - this.#options.nowMs()) <= maxAgeMs) || this.#seen.has(nonce)) return false;
    const expected = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(this.#options.password).digest();
    const digest = Buffer.from(given, 'base64');
    if (digest.length !== expected.length || !timingSafeEqual(digest, expected)) return false;
    this.#remember(nonce);
    return true;
  }

  #remember(nonce: string): void {
    this.#seen.add(nonce);
    const [oldest] = this.#seen;
    if (this.#seen.size > maxRemembered && oldest !== undefined) this.#seen.delete(oldest);
  }
}
