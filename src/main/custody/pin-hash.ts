import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A PIN as it is kept: never itself, only its scrypt value (RFC 7914) with the cost it was made at. */
export interface PinHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
  /** `scrypt:N:r:p` */
  readonly kdf: string;
}

const currentKdf = 'scrypt:32768:8:1';
const hashBytes = 32;

export async function hashPin(pin: string): Promise<PinHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(pin, salt, currentKdf), kdf: currentKdf };
}

/** Takes as long for a person who does not exist (`undefined`) as for one who does. */
export async function isPin(pin: string, kept: PinHash | undefined): Promise<boolean> {
  const given = await derive(pin, kept?.salt ?? Buffer.alloc(16), kept?.kdf ?? currentKdf);
  return kept !== undefined && timingSafeEqual(given, kept.hash);
}

/** Made at a lower cost than PINs are made at today. */
export function isOutdated({ kdf }: PinHash): boolean {
  return kdf !== currentKdf;
}

function derive(pin: string, salt: Buffer, kdf: string): Promise<Buffer> {
  const [name, ...numbers] = kdf.split(':');
  const [N, r, p] = numbers.map(Number);
  if (name !== 'scrypt' || N === undefined || r === undefined || p === undefined) throw new Error(`Unknown derivation of a PIN: ${kdf}`);
  return new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
