import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A hash over the names and contents of everything a part is made from. Tests are no input. */
export async function fingerprint(root, inputs) {
  const files = (await Promise.all(inputs.map((input) => filesUnder(join(root, input))))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, i) => hash.update(`${relative(root, file)}\0${contents[i].byteLength}\0`).update(contents[i]));
  return hash.digest('hex');
}

/** Every file below a folder, or the file itself; nothing when it does not exist. */
export async function filesUnder(path) {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  const entries = await readdir(path);
  return (await Promise.all(entries.map((entry) => filesUnder(join(path, entry))))).flat();
}

export async function readStamp(path) {
  return existsSync(path) ? readFile(path, 'utf8') : '';
}

/** Replaces a file in one step, so that a program that is just starting never reads half of it. */
export async function replaceFile(path, contents) {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}
