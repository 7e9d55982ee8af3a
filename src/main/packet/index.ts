export { exportPacket, type ExportedPacket, type PacketDeps } from './export-packet.ts';
export type { PacketInput, PacketPresentation, PacketSegment, PacketSession } from './packet-input.ts';
export type { PacketWork } from './packet-work.ts';
