import canonicalize from 'canonicalize';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * The one byte form of a value (RFC 8785, JSON Canonicalization Scheme), so that a hash over it can be made again by a stranger.
 * Numbers must be safe integers: fractions and large numbers are written as strings by the caller.
 * @throws Error for anything that is not JSON (undefined, NaN, functions, fractions).
 */
export function canonicalJson(value: JsonValue): string {
  assertJson(value, '$');
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Value has no canonical form');
  return text;
}

function assertJson(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`Not a safe integer at ${path}: ${value}`);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => assertJson(item, `${path}[${index}]`));
    return;
  }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) assertJson(item, `${path}.${key}`);
    return;
  }
  throw new Error(`Not JSON at ${path}: ${typeof value}`);
}
