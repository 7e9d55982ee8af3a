import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { CertBag, Certificate, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, type SafeContents } from 'pkijs';
import { AppError, utf8 } from '../../shared/base/index.ts';
import { engine } from './certificate.ts';
import { isP256 } from './station-key.ts';

/**
 * Reads a PKCS#12 file (RFC 7292): one private key and its certificates.
 * @throws AppError PKCS12_UNREADABLE when it is no such file or encrypted in a way that is not known here (RC2, 3DES), PKCS12_PASSWORD_WRONG, PKCS12_KEY_UNFIT when its key is not ECDSA P-256
 */
export async function readPkcs12(bytes: Uint8Array, password: string): Promise<{ readonly privateKey: KeyObject; readonly certificates: readonly X509Certificate[] }> {
  const contents = await openSafe(parsePfx(bytes), utf8(password).buffer as ArrayBuffer);
  const bags = contents.flatMap((safe) => safe.safeBags.map(({ bagValue }) => bagValue));
  const [key] = bags.flatMap((bag) => (bag instanceof PKCS8ShroudedKeyBag ? [bag.parsedValue] : bag instanceof PrivateKeyInfo ? [bag] : []));
  const certificates = bags.flatMap((bag) => (bag instanceof CertBag && bag.parsedValue instanceof Certificate ? [new X509Certificate(new Uint8Array(bag.parsedValue.toSchema().toBER()))] : []));
  if (key === undefined) throw new AppError('PKCS12_KEY_UNFIT');
  const privateKey = privateKeyOf(key);
  return { privateKey, certificates };
}

function parsePfx(bytes: Uint8Array): PFX {
  try {
    return PFX.fromBER(new Uint8Array(bytes));
  } catch (error) {
    throw new AppError('PKCS12_UNREADABLE', {}, error);
  }
}

async function openSafe(pfx: PFX, password: ArrayBuffer): Promise<readonly SafeContents[]> {
  try {
    // The check of the whole file is by the password: when it fails, the password is wrong or the file was changed.
    await pfx.parseInternalValues({ password, checkIntegrity: true }, engine);
  } catch (error) {
    throw new AppError('PKCS12_PASSWORD_WRONG', {}, error);
  }
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw new AppError('PKCS12_UNREADABLE');
  try {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) }, engine);
    const contents = (safe.parsedValue as { readonly safeContents: readonly { readonly value: SafeContents }[] }).safeContents.map(({ value }) => value);
    for (const { safeBags } of contents) for (const { bagValue } of safeBags) if (bagValue instanceof PKCS8ShroudedKeyBag) await shroudedKey(bagValue, password);
    return contents;
  } catch (error) {
    throw new AppError('PKCS12_UNREADABLE', {}, error);
  }
}

/** The method that opens the bag is not in the types of pkijs. */
function shroudedKey(bag: PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<void> {
  return (bag as unknown as { parseInternalValues(parameters: { password: ArrayBuffer }, crypto: typeof engine): Promise<void> }).parseInternalValues({ password }, engine);
}

function privateKeyOf(info: PrivateKeyInfo): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(info.toSchema().toBER()), format: 'der', type: 'pkcs8' });
  if (!isP256(key)) throw new AppError('PKCS12_KEY_UNFIT');
  return key;
}
