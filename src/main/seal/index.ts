export { sealCodeOf } from './seal-code.ts';
export { checkTimeStamp, requestTimeStamp, type TimeStamp, type TimeStampServer } from './time-stamp.ts';
export { KeyStore, type KeyVault } from './key-store.ts';
export { holdsFor, type CertificateSubject, type StationKey } from './station-key.ts';
export { parseClosing, signClosing, type ClosingDocument, type SignedClosing } from './closing-document.ts';
export { parseSealManifest, sealManifest, type Seal, type SealManifest } from './seal-manifest.ts';
export { verifySignature } from './cms-signature.ts';
