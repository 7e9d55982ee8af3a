// The fixed structures of ECMA-119 (ISO 9660) and of its Joliet supplement, byte by byte. Chapter numbers are those of ECMA-119, 4th edition.

export const sectorBytes = 2048;
/** A length is 32 bits, and a file is one extent here. */
export const largestIsoFile = 0xffff_ffff;

export type IsoSide = 'plain' | 'joliet';

export interface RecordTarget {
  readonly sector: number;
  readonly bytes: number;
  readonly isFolder: boolean;
}

/** 9.1: one record of a folder. */
export function directoryRecord(identifier: Uint8Array, { sector, bytes, isFolder }: RecordTarget, atMs: number): Buffer {
  const length = 33 + identifier.length;
  const record = Buffer.alloc(length + (length % 2));
  record[0] = record.length;
  both32(record, 2, sector);
  both32(record, 10, bytes);
  shortDate(atMs).copy(record, 18);
  record[25] = isFolder ? 2 : 0;
  both16(record, 28, 1);
  record[32] = identifier.length;
  record.set(identifier, 33);
  return record;
}

/** 9.4: one record of a path table. */
export function pathRecord(identifier: Uint8Array, sector: number, parent: number, order: 'little' | 'big'): Buffer {
  const length = 8 + identifier.length;
  const record = Buffer.alloc(length + (length % 2));
  record[0] = identifier.length;
  if (order === 'little') {
    record.writeUInt32LE(sector, 2);
    record.writeUInt16LE(parent, 6);
  } else {
    record.writeUInt32BE(sector, 2);
    record.writeUInt16BE(parent, 6);
  }
  record.set(identifier, 8);
  return record;
}

export interface VolumeFacts {
  readonly volumeName: string;
  readonly sectors: number;
  readonly pathTableBytes: number;
  readonly littleTable: number;
  readonly bigTable: number;
  readonly root: RecordTarget;
  readonly atMs: number;
}

/** 8.4 and 8.5: the primary volume descriptor, or the supplementary one of Joliet (escape sequence %/E, UCS-2 level 3). */
export function volumeDescriptor(side: IsoSide, facts: VolumeFacts): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  sector[0] = side === 'plain' ? 1 : 2;
  sector.write('CD001', 1, 'latin1');
  sector[6] = 1;
  const text = (value: string, at: number, length: number) => padded(side, value, length).copy(sector, at);
  text('', 8, 32);
  text(facts.volumeName, 40, 32);
  both32(sector, 80, facts.sectors);
  if (side === 'joliet') sector.write('%/E', 88, 'latin1');
  both16(sector, 120, 1);
  both16(sector, 124, 1);
  both16(sector, 128, sectorBytes);
  both32(sector, 132, facts.pathTableBytes);
  sector.writeUInt32LE(facts.littleTable, 140);
  sector.writeUInt32BE(facts.bigTable, 148);
  directoryRecord(Buffer.from([0]), facts.root, facts.atMs).copy(sector, 156);
  for (const [at, length] of [[190, 128], [318, 128], [446, 128], [574, 128], [702, 37], [739, 37], [776, 37]] as const) text(at === 574 ? 'SHILU' : '', at, length);
  longDate(facts.atMs).copy(sector, 813);
  longDate(facts.atMs).copy(sector, 830);
  noDate().copy(sector, 847);
  longDate(facts.atMs).copy(sector, 864);
  sector[881] = 1;
  return sector;
}

/** 8.3: no more descriptors. */
export function setTerminator(): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  sector[0] = 255;
  sector.write('CD001', 1, 'latin1');
  sector[6] = 1;
  return sector;
}

/** UCS-2, the most significant byte first. */
export function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function padded(side: IsoSide, text: string, length: number): Buffer {
  if (side === 'plain') return Buffer.from(text.toUpperCase().replace(/[^A-Z0-9_]/g, '_').slice(0, length).padEnd(length), 'latin1');
  const even = length - (length % 2);
  return Buffer.concat([ucs2(text.slice(0, even / 2).padEnd(even / 2)), Buffer.alloc(length - even)]);
}

function both32(buffer: Buffer, at: number, value: number): void {
  buffer.writeUInt32LE(value, at);
  buffer.writeUInt32BE(value, at + 4);
}

function both16(buffer: Buffer, at: number, value: number): void {
  buffer.writeUInt16LE(value, at);
  buffer.writeUInt16BE(value, at + 2);
}

/** 9.1.5, in UTC. */
function shortDate(atMs: number): Buffer {
  const date = new Date(atMs);
  return Buffer.from([date.getUTCFullYear() - 1900, date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), 0]);
}

/** 8.4.26.1, in UTC. */
function longDate(atMs: number): Buffer {
  return Buffer.concat([Buffer.from(new Date(atMs).toISOString().replace(/\D/g, '').slice(0, 16), 'latin1'), Buffer.from([0])]);
}

function noDate(): Buffer {
  return Buffer.concat([Buffer.from('0'.repeat(16), 'latin1'), Buffer.from([0])]);
}
