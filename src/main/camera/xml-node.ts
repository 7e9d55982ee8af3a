/** Readers for what a stranger's XML became. They never throw and never trust a shape. */

export function child(node: unknown, ...path: readonly string[]): unknown {
  let at: unknown = node;
  for (const name of path) {
    const first: unknown = Array.isArray(at) ? at[0] : at;
    if (typeof first !== 'object' || first === null || !Object.hasOwn(first, name)) return undefined;
    at = (first as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** The children of that name, however many: none, one or several. At most a hundred. */
export function children(node: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = child(node, ...path);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found.slice(0, 100) : [found];
}

/** Text of an element: one line of at most `longest` characters without control characters; empty when there is none. */
export function text(node: unknown, longest = 128): string {
  const first: unknown = Array.isArray(node) ? node[0] : node;
  const own = typeof first === 'string' ? first : child(first, '_');
  if (typeof own !== 'string') return '';
  return own.replace(/\p{Cc}+/gu, ' ').trim().slice(0, longest);
}

/** A whole number of an element, or null when it is none or lies outside the range. */
export function wholeNumber(node: unknown, least: number, most: number): number | null {
  const digits = text(node, 32);
  if (!/^-?\d{1,9}(\.\d+)?$/.test(digits)) return null;
  const value = Math.round(Number(digits));
  return value < least || value > most ? null : value;
}

export function attribute(node: unknown, name: string): string {
  return text(child(node, '$', name), 256);
}

/** Text made safe to stand inside an element. */
export function escapeXml(value: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
