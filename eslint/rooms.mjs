import { readdirSync } from 'node:fs';

// The only place where "who may import whom" is written down. docs/architecture.md explains the rooms.
const base = ['shared/base'];
const domain = [...base, 'shared/domain'];
const facts = [...domain, 'shared/ledger'];
const wire = [...facts, 'shared/contract'];
const platform = ['main/platform', ...facts];
const stored = ['main/database', ...platform];
const screens = ['renderer/components', 'renderer/stores', 'renderer/i18n', ...wire];

export const rooms = {
  'shared/base': [],
  'shared/domain': base,
  'shared/ledger': domain,
  'shared/contract': facts,

  'main/platform': domain,
  'main/database': platform,
  'main/ledger': stored,
  'main/settings': stored,
  'main/custody': stored,
  'main/rules': facts,
  'main/ffmpeg': platform,
  'main/clock': platform,
  'main/climate': platform,
  'main/camera': ['main/ffmpeg', ...platform],
  'main/microphone': ['main/ffmpeg', ...platform],
  'main/segments': platform,
  'main/recorder': ['main/camera', 'main/ffmpeg', 'main/microphone', 'main/segments', 'main/clock', ...platform],
  'main/speech': ['main/ffmpeg', ...platform],
  'main/health': ['main/ffmpeg', ...platform],
  'main/transcript': platform,
  'main/seal': platform,
  'main/verify': ['main/ffmpeg', 'main/segments', 'main/seal', ...platform],
  'main/packet': ['main/ffmpeg', 'main/segments', 'main/seal', 'main/verify', ...platform],
  'main/training': ['main/ffmpeg', ...platform],
  'main/session': ['main/rules', 'main/ledger', ...platform],
  'main/server': [...platform, 'shared/contract'],
  'main/shell': [...platform, 'main/app', 'shared/contract'],
  'main/app': [
    'main/camera', 'main/climate', 'main/clock', 'main/custody', 'main/database', 'main/ffmpeg', 'main/health', 'main/ledger', 'main/microphone', 'main/packet',
    'main/recorder', 'main/rules', 'main/seal', 'main/segments', 'main/server', 'main/session', 'main/settings',
    'main/speech', 'main/training', 'main/transcript', 'main/verify', ...platform, 'shared/contract',
  ],

  'renderer/api': wire,
  'renderer/i18n': [...base, 'shared/domain'],
  'renderer/stores': ['renderer/api', 'renderer/i18n', ...wire],
  'renderer/components': ['renderer/i18n', 'renderer/stores', ...wire],
  'renderer/screens': screens,
  'renderer/app': ['renderer/screens', 'renderer/api', ...screens],
};

/** Packages that only the named rooms may touch, so that one that dies is replaced in that room alone. */
export const ownedPackages = {
  'better-sqlite3': ['main/database'],
  'node-onvif': ['main/camera'],
  'fluent-ffmpeg': ['main/ffmpeg'],
  'ffmpeg-static': ['main/ffmpeg'],
  'node:child_process': ['main/ffmpeg'],
  electron: ['main/shell'],
  'sherpa-onnx-node': ['main/speech'],
  mammoth: ['main/transcript'],
  yauzl: ['main/transcript', 'main/verify'],
  'pdfjs-dist': ['main/transcript'],
  docx: ['main/transcript'],
  signature_pad: ['renderer/components'],
  pkijs: ['main/seal'],
  asn1js: ['main/seal'],
  'sm-crypto-v2': ['main/seal'],
  pdfkit: ['main/packet', 'main/transcript'],
  qrcode: ['main/packet'],
  yazl: ['main/packet'],
  ws: ['main/server', 'main/app'],
  'fast-xml-parser': ['main/training', 'main/camera'],
  commander: ['main/app'],
  zustand: ['renderer/stores'],
  i18next: ['renderer/i18n'],
};

const names = Object.keys(rooms);
for (const [room, allowed] of Object.entries(rooms)) {
  for (const a of allowed) if (!names.includes(a)) throw new Error(`rooms: ${room} allows unknown room ${a}`);
}
const seen = new Map();
const visit = (room, path) => {
  if (seen.get(room) === 'done') return;
  if (seen.get(room) === 'open') throw new Error(`rooms: cycle ${[...path, room].join(' -> ')}`);
  seen.set(room, 'open');
  for (const next of rooms[room]) visit(next, [...path, room]);
  seen.set(room, 'done');
};
for (const name of names) visit(name, []);

const src = new URL('../src/', import.meta.url);

/** Entry files sit outside the rooms: nobody imports them, and each imports one room only. */
const entries = [
  { file: 'main/index.ts', allowed: ['main/shell'] },
  { file: 'main/preload.ts', allowed: ['main/shell'] },
  { file: 'main/cli.ts', allowed: ['main/app'] },
  { file: 'renderer/main.tsx', allowed: ['renderer/app'] },
];
const entryZones = entries.flatMap(({ file, allowed }) => [
  { target: './src', from: `./src/${file}`, message: 'Entry files are not modules.' },
  { target: `./src/${file}`, from: './src', except: allowed.map((room) => `./${room}`), message: `${file} may import only ${allowed.join(', ')}.` },
]);

// A folder that is not in the table is an unguarded door.
for (const side of ['shared', 'main', 'renderer'])
  for (const entry of readdirSync(new URL(`${side}/`, src), { withFileTypes: true })) {
    const path = `${side}/${entry.name}`;
    if (entry.isDirectory() && !(path in rooms)) throw new Error(`rooms: src/${path} is not in the table`);
    if (entry.isFile() && /\.tsx?$/.test(entry.name) && !entries.some((e) => e.file === path))
      throw new Error(`rooms: src/${path} is outside every room`);
  }

const screenFolders = readdirSync(new URL('renderer/screens/', src), { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name);
const screenZones = screenFolders.map((s) => ({
  target: `./src/renderer/screens/${s}`, from: './src/renderer/screens', except: [`./${s}`], message: 'A screen may not import another screen.',
}));

const testZone = { target: './src/**/!(*.test).{ts,tsx}', from: './test', message: 'Product code may not import test support.' };

export const zones = [
  ...entryZones,
  ...screenZones,
  testZone,
  ...names.flatMap((target) =>
    names.filter((from) => from !== target).map((from) =>
      rooms[target].includes(from)
        ? { target: `./src/${target}`, from: `./src/${from}`, except: ['./index.ts'], message: `Import ${from} through its index.ts.` }
        : { target: `./src/${target}`, from: `./src/${from}`, message: `${target} may not import ${from}. See eslint/rooms.mjs.` },
    ),
  ),
];
