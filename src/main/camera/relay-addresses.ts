import { timingSafeEqual } from 'node:crypto';
import { passwordParts } from '../platform/index.ts';

const rtspAuthority = /\brtsps?:\/\/[^/\s;,"'?#]*/gi;

/**
 * Turns addresses of one camera into addresses of its relay and back. Only scheme, login, host and port are exchanged, and
 * a password where makers put one into the path, so that paths and whatever a client derives from them are the camera's own.
 */
export class RelayAddresses {
  /** As ffmpeg opens it: a path that cannot be guessed, and no login. */
  readonly relayUrl: string;
  readonly #relayRoot: string;
  readonly #cameraRoot: string;
  /** Passwords that stand in the path itself, and what stands for them. */
  readonly #hidden: readonly (readonly [own: string, shown: string])[];

  /** @param cameraUrl rtsp:// or rtsps://, without credentials */
  constructor(cameraUrl: string, relay: { readonly port: number; readonly key: string }) {
    const url = new URL(cameraUrl);
    this.#cameraRoot = `${url.protocol}//${url.host}`;
    this.#relayRoot = `rtsp://127.0.0.1:${relay.port}/${relay.key}`;
    this.#hidden = passwordParts(cameraUrl).map((part, n) => [part, `hidden=${n}`]);
    this.relayUrl = this.toClient(cameraUrl);
  }

  /** What the camera is asked for; undefined for an address that is not of this relay. */
  toCamera(address: string): string | undefined {
    const root = Buffer.from(address.slice(0, this.#relayRoot.length));
    const own = Buffer.from(this.#relayRoot);
    if (root.length !== own.length || !timingSafeEqual(root, own)) return undefined;
    const rest = address.slice(this.#relayRoot.length);
    if (rest !== '' && !/^[/?]/.test(rest)) return undefined;
    return this.#hidden.reduce((url, [own, shown]) => url.replaceAll(shown, () => own), `${this.#cameraRoot}${rest}`);
  }

  /** A header or line of the camera in which every RTSP address leads to the relay, whatever host it named: cameras behind routers name hosts that nobody can reach. */
  toClient(text: string): string {
    return this.#hidden.reduce((found, [own, shown]) => found.replaceAll(own, shown), text.replace(rtspAuthority, () => this.#relayRoot));
  }
}
