import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { DocxPart } from './docx-archive.ts';

const versionNeeded = 20;
const nameIsUtf8 = 0x0800;

/** A zip archive of these parts, uncompressed (APPNOTE 4.3.7, 4.3.12 and 4.3.16). */
export function storeZip(parts: readonly DocxPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const facts = factsOf(part.bytes, name);
    const local = Buffer.concat([words('PK\x03\x04'), facts, name, part.bytes]);
    directory.push(words('PK\x01\x02'), numbers16(versionNeeded), facts, numbers16(0, 0, 0), Buffer.alloc(4), numbers32(offset), name);
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = [words('PK\x05\x06'), numbers16(0, 0, parts.length, parts.length), numbers32(listed.length, offset), numbers16(0)];
  return Buffer.concat([...locals, listed, ...end]);
}

/** The thirteen fields that a local header and its directory entry have in common. */
function factsOf(bytes: Uint8Array, name: Buffer): Buffer {
  return Buffer.concat([
    numbers16(versionNeeded, nameIsUtf8, 0, 0, 0), numbers32(crc32(bytes), bytes.length, bytes.length), numbers16(name.length, 0),
  ]);
}

function words(signature: string): Buffer {
  return Buffer.from(signature, 'latin1');
}

function numbers16(...values: readonly number[]): Buffer {
  return Buffer.from(Uint8Array.from(values.flatMap((value) => [value & 255, value >>> 8])));
}

function numbers32(...values: readonly number[]): Buffer {
  return Buffer.from(Uint8Array.from(values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24])));
}
