export { bagDeclaration, packetLayout, segmentPath, tagFiles } from './packet-layout.ts';
export { formatManifest } from './manifest-lines.ts';
export { ledgerLine } from './ledger-lines.ts';
export { verifyPacket, verifyPacketInWorker } from './packet-check.ts';
export { verifyMasters, verifyMastersInWorker, type MasterCopy, type MastersFinding, type MastersInput, type MasterSegment } from './masters-check.ts';
export type { PacketCheck } from './packet-check.types.ts';
