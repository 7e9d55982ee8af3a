/**
 * Names as ISO 9660 level 1 knows them (ECMA-119, 7.5 and 7.6): folders of eight signs, files of eight and three with a version, none twice
 * in a folder. They stand for names that Joliet shows whole.
 */
export function plainNames(folders: readonly string[], files: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const name of [...folders].sort()) names.set(name, unique(signs(name, 8), '', taken));
  for (const name of [...files].sort()) {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ''];
    names.set(name, unique(signs(stem, 8), `.${signs(extension, 3)};1`, taken));
  }
  return names;
}

function signs(text: string, length: number): string {
  return text.toUpperCase().replace(/[^A-Z0-9_]/g, '_').slice(0, length);
}

function unique(stem: string, ending: string, taken: Set<string>): string {
  let name = `${stem === '' ? '_' : stem}${ending}`;
  for (let n = 1; taken.has(name); n += 1) name = `${stem.slice(0, 8 - String(n).length)}${n}${ending}`;
  taken.add(name);
  return name;
}
