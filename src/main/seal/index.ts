export { sealCodeOf } from './seal-code.ts';
export { holdsFor, openStationKey, type StationKey } from './station-key.ts';
export { parseSealManifest, sealManifest, type Seal, type SealManifest } from './seal-manifest.ts';
export { verifySignature } from './cms-signature.ts';
