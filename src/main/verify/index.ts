export { bagDeclaration, packetLayout, segmentPath, tagFiles } from './packet-layout.ts';
export { formatManifest } from './manifest-lines.ts';
export { ledgerLine } from './ledger-lines.ts';
export { verifyPacket } from './packet-check.ts';
export { verifyMaterial, verifyMaterialInWorker } from './material-check.ts';
export { certificatesIn, type PacketExpectation } from './trust.ts';
export { verifyMasters, verifyMastersInWorker, type MasterCopy, type MastersFinding, type MastersInput, type MasterSegment } from './masters-check.ts';
export { askedWords, findingWords, resultWords, secondSignatureWords, trustWords } from './finding-words.ts';
export type { PacketCheck } from './packet-check.types.ts';
