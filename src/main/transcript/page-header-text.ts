const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const piece = /<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(?:tab|br)\/>|<\/w:p>/g;

/** The words of a page header of a docx (ECMA-376, part 1, 17.10), a line per paragraph. The part was examined before: it declares no entities. */
export function pageHeaderText(xml: Uint8Array): string {
  const lines = Array.from(Buffer.from(xml).toString('utf8').matchAll(piece), ([whole, words]) => (words === undefined ? (whole === '</w:p>' ? '\n' : ' ') : decoded(words)));
  return lines.join('').replace(/\n{2,}/g, '\n').trim();
}

function decoded(words: string): string {
  return words.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
