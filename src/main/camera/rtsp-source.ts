import { AppError } from '../../shared/base/index.ts';

/** A camera without ONVIF: an RTSP address and, apart from it, the login. */
export interface RtspSource {
  /** Without credentials: it may be logged and shown. */
  readonly rtspUrl: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Reads an RTSP address that someone typed. Credentials inside it are moved out; a user given beside it goes first.
 * @throws AppError REQUEST_INVALID when it is no rtsp:// or rtsps:// address with a host
 */
export function parseRtspSource(address: string, user = '', password = ''): RtspSource {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
  if (url === null || (url.protocol !== 'rtsp:' && url.protocol !== 'rtsps:') || url.hostname === '') {
    throw new AppError('REQUEST_INVALID', { path: 'address', detail: 'rtsp://HOST[:PORT]/PATH' });
  }
  const inside = { user: plain(url.username), password: plain(url.password) };
  url.username = '';
  url.password = '';
  return { rtspUrl: url.href, ...(user === '' ? inside : { user, password }) };
}

/** Passwords with a bare % are typed by people who do not know the rules of addresses. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}
