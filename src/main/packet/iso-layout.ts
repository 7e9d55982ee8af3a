import { directoryRecord, largestIsoFile, pathRecord, sectorBytes, setTerminator, ucs2, volumeDescriptor, type IsoSide } from './iso-records.ts';
import { plainNames } from './iso-names.ts';

export interface IsoFile {
  readonly path: string;
  readonly bytes: number;
}

/** Where everything lies in an image: what comes before the files, and the sector of each. */
export interface IsoLayout {
  readonly head: Uint8Array;
  readonly sectors: number;
  readonly sectorOf: ReadonlyMap<string, number>;
}

/** What an image cannot hold. */
export type IsoRefusal = { readonly refused: 'file-too-large' | 'name-too-long' | 'image-too-large'; readonly path: string };

interface Folder {
  readonly name: string;
  readonly parent: Folder | undefined;
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, IsoFile>;
}

/** Of one folder on one side: its names as they are written, in order. */
interface Listing {
  readonly folder: Folder;
  readonly identifier: Buffer;
  readonly children: readonly { readonly identifier: Buffer; readonly folder?: Folder; readonly file?: IsoFile }[];
  readonly bytes: number;
}

const firstDescriptor = 16;
const descriptors = 3;
/** Drives read ahead over the end of a disc. */
const runOutSectors = 150;
/** The longest name that Windows shows of a Joliet image. */
const longestName = 103;

/**
 * Lays an image out: ISO 9660 with short names for anything that reads nothing else, and Joliet with the real ones (Windows, macOS, Linux).
 * All sizes are known before the first byte is written, so it can be written in one go.
 */
export function isoLayout(files: readonly IsoFile[], volumeName: string, atMs: number): IsoLayout | IsoRefusal {
  for (const { path, bytes } of files) {
    if (bytes > largestIsoFile) return { refused: 'file-too-large', path };
    if (path.split('/').some((name) => name.length > longestName)) return { refused: 'name-too-long', path };
  }
  const root = treeOf(files);
  const sides = { plain: listingsOf(root, 'plain'), joliet: listingsOf(root, 'joliet') };
  const tables = { plain: tableBytes(sides.plain), joliet: tableBytes(sides.joliet) };
  let sector = firstDescriptor + descriptors;
  const take = (bytes: number) => {
    const at = sector;
    sector += sectorsFor(bytes);
    return at;
  };
  const tableAt = { plain: { little: take(tables.plain), big: take(tables.plain) }, joliet: { little: take(tables.joliet), big: take(tables.joliet) } };
  const folderAt = { plain: placed(sides.plain, take), joliet: placed(sides.joliet, take) };
  const headSectors = sector;
  const sectorOf = new Map(files.map(({ path, bytes }) => [path, take(bytes)]));
  const sectors = sector + runOutSectors;
  if (sectors > 0xffff_ffff) return { refused: 'image-too-large', path: '' };

  const head = Buffer.alloc(headSectors * sectorBytes);
  const put = (at: number, bytes: Uint8Array) => head.set(bytes, at * sectorBytes);
  for (const [index, side] of (['plain', 'joliet'] as const).entries()) {
    const rootAt = folderAt[side].get(root) ?? 0;
    const rootBytes = sides[side][0]?.bytes ?? 0;
    put(firstDescriptor + index, volumeDescriptor(side, { volumeName, sectors, pathTableBytes: tables[side], littleTable: tableAt[side].little, bigTable: tableAt[side].big, root: { sector: rootAt, bytes: rootBytes, isFolder: true }, atMs }));
    put(tableAt[side].little, pathTable(sides[side], folderAt[side], 'little'));
    put(tableAt[side].big, pathTable(sides[side], folderAt[side], 'big'));
    for (const listing of sides[side]) put(folderAt[side].get(listing.folder) ?? 0, folderSectors(listing, sides[side], folderAt[side], sectorOf, atMs));
  }
  put(firstDescriptor + 2, setTerminator());
  return { head, sectors, sectorOf };
}

function treeOf(files: readonly IsoFile[]): Folder {
  const root: Folder = { name: '', parent: undefined, folders: new Map(), files: new Map() };
  for (const file of files) {
    const names = file.path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) {
      const inner: Folder = folder.folders.get(name) ?? { name, parent: folder, folders: new Map(), files: new Map() };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.set(names.at(-1) ?? '', file);
  }
  return root;
}

/** Every folder, level by level and within a level by the place of its parent: the order of the path table (ECMA-119, 6.9.1). */
function listingsOf(root: Folder, side: IsoSide): readonly Listing[] {
  const listings: Listing[] = [];
  let level: { readonly folder: Folder; readonly identifier: Buffer }[] = [{ folder: root, identifier: Buffer.from([0]) }];
  while (level.length > 0) {
    const below: typeof level = [];
    for (const { folder, identifier } of level) {
      const children = childrenOf(folder, side);
      listings.push({ folder, identifier, children, bytes: listingBytes(children.map((child) => child.identifier)) });
      for (const child of children) if (child.folder !== undefined) below.push({ folder: child.folder, identifier: child.identifier });
    }
    level = below;
  }
  return listings;
}

function childrenOf(folder: Folder, side: IsoSide): Listing['children'] {
  const short = plainNames([...folder.folders.keys()], [...folder.files.keys()]);
  const named = (name: string, isFolder: boolean) => (side === 'plain' ? Buffer.from(short.get(name) ?? '', 'latin1') : ucs2(isFolder ? name : `${name};1`));
  return [
    ...[...folder.folders].map(([name, inner]) => ({ identifier: named(name, true), folder: inner })),
    ...[...folder.files].map(([name, file]) => ({ identifier: named(name, false), file })),
  ].sort((a, b) => Buffer.compare(a.identifier, b.identifier));
}

/** A record never crosses from one sector into the next (ECMA-119, 6.8.1.1). */
function listingBytes(identifiers: readonly Buffer[]): number {
  let bytes = 2 * 34;
  for (const { length } of identifiers) bytes = recordPlace(bytes, 33 + length + ((33 + length) % 2)) + 33 + length + ((33 + length) % 2);
  return sectorsFor(bytes) * sectorBytes;
}

function recordPlace(at: number, length: number): number {
  return (at % sectorBytes) + length > sectorBytes ? sectorsFor(at) * sectorBytes : at;
}

function folderSectors(listing: Listing, all: readonly Listing[], folderAt: ReadonlyMap<Folder, number>, sectorOf: ReadonlyMap<string, number>, atMs: number): Buffer {
  const buffer = Buffer.alloc(listing.bytes);
  const targetOf = (folder: Folder) => ({ sector: folderAt.get(folder) ?? 0, bytes: all.find((each) => each.folder === folder)?.bytes ?? 0, isFolder: true });
  let at = 0;
  const add = (record: Buffer) => {
    at = recordPlace(at, record.length);
    record.copy(buffer, at);
    at += record.length;
  };
  add(directoryRecord(Buffer.from([0]), targetOf(listing.folder), atMs));
  add(directoryRecord(Buffer.from([1]), targetOf(listing.folder.parent ?? listing.folder), atMs));
  for (const { identifier, folder, file } of listing.children) {
    const target = folder === undefined ? { sector: sectorOf.get(file?.path ?? '') ?? 0, bytes: file?.bytes ?? 0, isFolder: false } : targetOf(folder);
    add(directoryRecord(identifier, target, atMs));
  }
  return buffer;
}

function pathTable(listings: readonly Listing[], folderAt: ReadonlyMap<Folder, number>, order: 'little' | 'big'): Buffer {
  const numbers = new Map(listings.map(({ folder }, index) => [folder, index + 1]));
  return Buffer.concat(listings.map(({ folder, identifier }) => pathRecord(identifier, folderAt.get(folder) ?? 0, numbers.get(folder.parent ?? folder) ?? 1, order)));
}

function tableBytes(listings: readonly Listing[]): number {
  return listings.reduce((sum, { identifier: { length } }) => sum + 8 + length + (length % 2), 0);
}

function placed(listings: readonly Listing[], take: (bytes: number) => number): ReadonlyMap<Folder, number> {
  return new Map(listings.map(({ folder, bytes }) => [folder, take(bytes)]));
}

function sectorsFor(bytes: number): number {
  return Math.ceil(bytes / sectorBytes);
}
