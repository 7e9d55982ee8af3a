import { randomBytes } from 'node:crypto';
import { AppError, utf8 } from '../../shared/base/index.ts';
import type { KeyStatus, SigningKey } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { handOverText } from '../../shared/ledger/index.ts';
import { certificateWords, requestTimeStamp, type KeptKey } from '../seal/index.ts';
import type { Handlers } from './connection.ts';
import type { Station } from './station.ts';

type KeyMethods = Pick<Handlers, 'key.status' | 'key.request' | 'key.importCertificate' | 'key.importPkcs12' | 'key.setTimeStampServer' | 'key.tryTimeStampServer'>;

const trialDeadlineMs = 15_000;

/** What signs the seals: the station's keys, their certificates, and the time-stamp authority. */
export function keyMethods(station: Station): KeyMethods {
  const storeOf = (key: 'station' | 'sm2') => (key === 'station' ? Promise.resolve(station.keys) : station.secondKeys.open());
  const replace = async (which: 'station' | 'sm2', by: PersonIdentity, act: (store: Awaited<ReturnType<typeof storeOf>>, nowMs: number) => Promise<void>) => {
    // A seal that was begun under one certificate is completed under it.
    if (station.controller !== null) throw new AppError('KEY_IN_SESSION');
    const store = await storeOf(which);
    const previousFingerprint = store.key.fingerprint;
    await act(store, station.roomClock.now().atMs);
    const { fingerprint, subject, issuer } = signingKey(store.key);
    // The key until now vouches for the one in its place; for the second key the station's does.
    const voucher = which === 'station' ? station.keys.keyOf(previousFingerprint) : station.key;
    const signature = Buffer.from(voucher.signBytes(utf8(handOverText({ previousFingerprint, fingerprint })))).toString('base64');
    station.facts.write('', 'key.replaced', { key: which, fingerprint, previousFingerprint, subject, issuer, signature }, by);
    station.keyWatch.look();
    return keyStatus(station);
  };
  return {
    'key.status': () => keyStatus(station),
    'key.request': async ({ key, ...subject }) => ({ requestPem: await (await storeOf(key)).key.request(subject) }),
    'key.importCertificate': ({ contentBase64, key }, { person }) => replace(key, person, (store, nowMs) => store.importCertificate(Buffer.from(contentBase64, 'base64'), nowMs)),
    'key.importPkcs12': ({ contentBase64, password, key }, { person }) => replace(key, person, (store, nowMs) => store.importPkcs12(Buffer.from(contentBase64, 'base64'), password, nowMs)),
    'key.setTimeStampServer': ({ url, trustedPem }, { person }) => {
      station.settings.timeStamp = url === '' ? null : { url, trustedPem };
      station.facts.write('', 'timeStamp.configured', { url }, person);
      return keyStatus(station);
    },
    'key.tryTimeStampServer': async (server) => {
      try {
        const { atMs, isTrusted } = await requestTimeStamp(randomBytes(32), server, trialDeadlineMs);
        return { answered: true, atMs, isTrusted, detail: '' };
      } catch (error) {
        return { answered: false, atMs: null, isTrusted: false, detail: wordsOf(error) };
      }
    },
  };
}

/** A failed connection says why in its cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message).slice(0, 300);
}

async function keyStatus(station: Station): Promise<KeyStatus> {
  const { key, settings, secondKeys } = station;
  const secondAsked = station.profile.secondSignature !== 'none';
  const second = secondAsked || secondKeys.isOpen ? signingKey((await secondKeys.open()).key) : null;
  return { ...signingKey(key), timeStampServer: settings.timeStamp?.url ?? '', timeStampTrustedPem: settings.timeStamp?.trustedPem ?? '', secondAsked, second };
}

function signingKey({ certificatePem, chainPem, fingerprint }: KeptKey): SigningKey {
  return { fingerprint, certificatePem, ...certificateWords(certificatePem), isSelfSigned: chainPem.length === 0 };
}
