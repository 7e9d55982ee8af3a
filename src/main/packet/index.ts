export { exportPacket, type ExportedPacket } from './export-packet.ts';
export type { PacketInput, PacketSegment, PacketSession } from './packet-input.ts';
export type { PacketWork } from './packet-work.ts';
