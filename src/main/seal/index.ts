export { isSealCode, sealCodeOf } from './seal-code.ts';
export { openStationKey, type StationKey, type StationKeyOptions } from './station-key.ts';
export { parseSealManifest, sealManifest, type Seal, type SealManifest } from './seal-manifest.ts';
export { verifySignature, type SignatureCheck, type SignatureProblem } from './cms-signature.ts';
