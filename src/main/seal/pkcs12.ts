import { CertBag, Certificate, EncryptedContentInfo, EncryptedData, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, type SafeContents } from 'pkijs';
import { AppError, utf8 } from '../../shared/base/index.ts';
import { engine } from './certificate.ts';

/** One private key (PKCS#8, DER) and its certificates. */
export interface Pkcs12Contents {
  readonly keyDer: Uint8Array;
  readonly certificates: readonly Certificate[];
}

/**
 * Reads a PKCS#12 file (RFC 7292), whatever the kind of its key.
 * @throws AppError PKCS12_UNREADABLE when it is no such file or encrypted in a way that is not known here (RC2, 3DES, SM4), PKCS12_PASSWORD_WRONG, PKCS12_KEY_UNFIT when there is no key in it
 */
export async function readPkcs12(bytes: Uint8Array, passwordText: string): Promise<Pkcs12Contents> {
  const password = utf8(passwordText).buffer as ArrayBuffer;
  const bags = await openBags(parsePfx(bytes), password);
  const key = bags.find((bag) => bag instanceof PKCS8ShroudedKeyBag || bag instanceof PrivateKeyInfo);
  const certificates = bags.flatMap((bag) => (bag instanceof CertBag && bag.parsedValue instanceof Certificate ? [bag.parsedValue] : []));
  if (key === undefined) throw new AppError('PKCS12_KEY_UNFIT');
  return { keyDer: key instanceof PKCS8ShroudedKeyBag ? await decrypted(key, password) : new Uint8Array(key.toSchema().toBER()), certificates };
}

function parsePfx(bytes: Uint8Array): PFX {
  try {
    return PFX.fromBER(new Uint8Array(bytes));
  } catch (error) {
    throw new AppError('PKCS12_UNREADABLE', {}, error);
  }
}

async function openBags(pfx: PFX, password: ArrayBuffer): Promise<readonly unknown[]> {
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
    const contents = (safe.parsedValue as { readonly safeContents: readonly { readonly value: SafeContents }[] }).safeContents;
    return contents.flatMap(({ value }) => value.safeBags.map(({ bagValue }) => bagValue as unknown));
  } catch (error) {
    throw new AppError('PKCS12_UNREADABLE', {}, error);
  }
}

/** The key as it lies in the bag: pkijs itself would refuse a curve that it does not know. */
async function decrypted({ encryptionAlgorithm, encryptedData }: PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<Uint8Array> {
  const sealed = new EncryptedData({ encryptedContentInfo: new EncryptedContentInfo({ contentEncryptionAlgorithm: encryptionAlgorithm, encryptedContent: encryptedData }) });
  try {
    return new Uint8Array(await sealed.decrypt({ password }, engine));
  } catch (error) {
    throw new AppError('PKCS12_UNREADABLE', {}, error);
  }
}
