export { makeSealCertificateInWorker } from './packet-work.ts';
export { missingOfCertificate, type SealCertificateData } from './seal-certificate.ts';
export { missingOfCase, type CaseSession, type CopyStatement } from './copy-statement.ts';
export { exportPacket, type ExportedPacket, type ExportProgress } from './export-packet.ts';
export type { PacketInput, PacketLine, PacketSegment, PacketSession } from './packet-input.ts';
export type { PacketWork } from './packet-work.ts';
export { removeAll, temporaryNames } from './packet-folder.ts';
export { makeClip, readCopy } from './make-clip.ts';
export { mediumAt, mountedMedia } from './mounted-media.ts';
