import { digestAuthorization, type Credentials } from './digest-authorization.ts';

/** What one request has been through. */
export interface LoginTries {
  /** How often it was sent. */
  readonly sent: number;
  /** It carried an answer when it was sent last. */
  readonly answered: boolean;
  /** The challenge that it answered came in reply to it. */
  readonly challengeIsFresh: boolean;
}

const mostTries = 3;

/**
 * Logs in to one camera, request by request (RFC 2326 section 14, RFC 7616). Digest where the camera offers it; Basic only where it offers
 * nothing else, because then the camera would record for nobody otherwise.
 */
export class RtspLogin {
  readonly #credentials: Credentials | null;
  #challenges: readonly string[] = [];
  #count = 0;

  /** @param credentials null where the camera needs none */
  constructor(credentials: Credentials | null) {
    this.#credentials = credentials;
  }

  /** The value of Authorization for the next request; undefined while the camera has not asked. */
  authorization(method: string, uri: string): string | undefined {
    this.#count += 1;
    return this.#answer(method, uri, this.#count);
  }

  /** Takes the challenges of a 401. @returns whether sending the request again can help; a password that was refused is not tried again: cameras lock accounts. */
  challenged(challenges: readonly string[], tries: LoginTries): boolean {
    const worthwhile = !tries.answered || !tries.challengeIsFresh || challenges.some((challenge) => /\bstale\s*=\s*"?true/i.test(challenge));
    if (this.#credentials === null || challenges.length === 0 || tries.sent >= mostTries || !worthwhile) return false;
    this.#challenges = challenges;
    this.#count = 0;
    return this.#answer('OPTIONS', '*', 1) !== undefined;
  }

  #answer(method: string, uri: string, count: number): string | undefined {
    if (this.#credentials === null || this.#challenges.length === 0) return undefined;
    return digestAuthorization(this.#challenges, method, uri, this.#credentials, { count }) ?? this.#basic(this.#credentials);
  }

  #basic({ user, password }: Credentials): string | undefined {
    const isOffered = this.#challenges.some((challenge) => /(^|,)\s*Basic\b/i.test(challenge));
    return isOffered ? `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` : undefined;
  }
}
