import { X509Certificate } from 'node:crypto';
import { AppError } from '../../shared/base/index.ts';
import type { KeyStatus } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import type { Handlers } from './connection.ts';
import type { Station } from './station.ts';

type KeyMethods = Pick<Handlers, 'key.status' | 'key.request' | 'key.importCertificate' | 'key.importPkcs12' | 'key.setTimeStampServer'>;

/** What signs the seals: the station's key, its certificate, and the time-stamp authority. */
export function keyMethods(station: Station): KeyMethods {
  const replace = async (by: PersonIdentity, act: (nowMs: number) => Promise<void>) => {
    // A seal that was begun under one certificate is completed under it.
    if (station.controller !== null) throw new AppError('KEY_IN_SESSION');
    const previousFingerprint = station.key.fingerprint;
    await act(station.roomClock.now().atMs);
    const { fingerprint, subject, issuer } = keyStatus(station);
    station.facts.write('', 'key.replaced', { fingerprint, previousFingerprint, subject, issuer }, by);
    return keyStatus(station);
  };
  return {
    'key.status': () => Promise.resolve(keyStatus(station)),
    'key.request': async (subject) => ({ requestPem: await station.key.request(subject) }),
    'key.importCertificate': ({ contentBase64 }, { person }) => replace(person, (nowMs) => station.keys.importCertificate(Buffer.from(contentBase64, 'base64'), nowMs)),
    'key.importPkcs12': ({ contentBase64, password }, { person }) => replace(person, (nowMs) => station.keys.importPkcs12(Buffer.from(contentBase64, 'base64'), password, nowMs)),
    'key.setTimeStampServer': ({ url, trustedPem }, { person }) => {
      station.settings.timeStamp = url === '' ? null : { url, trustedPem };
      station.facts.write('', 'timeStamp.configured', { url }, person);
      return Promise.resolve(keyStatus(station));
    },
  };
}

function keyStatus(station: Station): KeyStatus {
  const { key, settings } = station;
  const { subject, issuer, validFrom, validTo } = new X509Certificate(key.certificatePem);
  return {
    fingerprint: key.fingerprint, certificatePem: key.certificatePem, subject: subject.replaceAll('\n', ', '), issuer: issuer.replaceAll('\n', ', '),
    validFromMs: Date.parse(validFrom), validUntilMs: Date.parse(validTo), isSelfSigned: key.chainPem.length === 0, timeStampServer: settings.timeStamp?.url ?? '',
  };
}
