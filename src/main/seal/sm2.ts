import { fromBER, Integer, Sequence } from 'asn1js';
import { sm2 } from 'sm-crypto-v2';

/** Identifiers of GB/T 33560 and GM/T 0006. */
export const sm2Oid = {
  ecPublicKey: '1.2.840.10045.2.1',
  curve: '1.2.156.10197.1.301',
  sm3: '1.2.156.10197.1.401',
  sm2WithSm3: '1.2.156.10197.1.501',
} as const;

/** The signer's identifier where nobody has agreed on another (GM/T 0009, section 10). It goes into every SM2 signature by way of Z. */
const userId = '1234567812345678';

const scalarBytes = 32;

export interface Sm2Pair {
  /** 32 bytes, big-endian. */
  readonly scalar: Uint8Array;
  /** 65 bytes: 04, then both coordinates. */
  readonly point: Uint8Array;
}

export function newSm2Pair(): Sm2Pair {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { scalar: fromHex(privateKey), point: fromHex(publicKey) };
}

/** @throws Error when it is no private key of the curve */
export function sm2PairOf(scalar: Uint8Array): Sm2Pair {
  return { scalar, point: fromHex(sm2.getPublicKeyFromPrivateKey(toHex(scalar).padStart(scalarBytes * 2, '0'))) };
}

/** SM2 with SM3 (GB/T 32918.2) over these bytes, with the customary identifier: the DER form of r and s. */
export function signSm2(bytes: Uint8Array, { scalar, point }: Sm2Pair): Uint8Array {
  const signature = fromHex(sm2.doSignature(bytes, toHex(scalar), { hash: true, publicKey: toHex(point), userId }));
  return derOf(signature.subarray(0, scalarBytes), signature.subarray(scalarBytes));
}

/** Whether the signature holds; a signature in any other than its one DER form does not. */
export function holdsSm2(bytes: Uint8Array, signature: Uint8Array, point: Uint8Array): boolean {
  try {
    const [r, s] = numbersOf(signature);
    if (!Buffer.from(derOf(r, s)).equals(signature)) return false;
    return sm2.doVerifySignature(bytes, toHex(r) + toHex(s), toHex(point), { hash: true, userId });
  } catch {
    return false;
  }
}

function numbersOf(der: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const { result } = fromBER(new Uint8Array(der).buffer);
  const values = result instanceof Sequence ? result.valueBlock.value : [];
  const [r, s] = values.map((value) => (value instanceof Integer ? padded(new Uint8Array(value.valueBlock.valueHexView)) : undefined));
  if (r === undefined || s === undefined || values.length !== 2) throw new Error('Not a signature');
  return [r, s];
}

function padded(number: Uint8Array): Uint8Array {
  const significant = number.subarray(number.findIndex((byte) => byte !== 0));
  if (significant.length > scalarBytes) throw new Error('A number too large');
  const bytes = new Uint8Array(scalarBytes);
  bytes.set(significant, scalarBytes - significant.length);
  return bytes;
}

function derOf(r: Uint8Array, s: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array) => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const least = start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
    return new Integer({ valueHex: new Uint8Array((least[0] ?? 0) < 0x80 ? least : [0, ...least]).buffer });
  };
  return new Uint8Array(new Sequence({ value: [integer(r), integer(s)] }).toBER());
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
