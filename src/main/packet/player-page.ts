import { readFile } from 'node:fs/promises';
import { resourcePath } from '../platform/index.ts';
import { packetLayout as at } from '../verify/index.ts';
import type { PacketPresentation } from './packet-input.ts';

/** The player page and what it needs: it runs from the folder itself, without network and without modules (browsers refuse both for file:). */
export async function playerFiles(presentation: PacketPresentation): Promise<readonly (readonly [string, Uint8Array | string])[]> {
  const part = (name: string) => readFile(resourcePath('player', name));
  return [
    [at.page, await part('index.html')],
    ['data/assets/player.css', await part('player.css')],
    ['data/assets/player-words.js', await part('player-words.js')],
    ['data/assets/sha256.js', await part('sha256.js')],
    ['data/assets/seal-code.js', await part('seal-code.js')],
    ['data/assets/player-lists.js', await part('player-lists.js')],
    ['data/assets/player-verify.js', await part('player-verify.js')],
    ['data/assets/player.js', await part('player.js')],
    ['data/assets/packet-data.js', `'use strict';\nvar shiluPacket = ${scriptJson({ ...presentation, files: [] })};\n`],
  ];
}

/** JSON that is also safe inside a script of any browser. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
