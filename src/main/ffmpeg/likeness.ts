/** The peak signal-to-noise ratio of two grey pictures of the same size, in dB; those that are equal have 100. */
export function likeness(a: Uint8Array, b: Uint8Array): number {
  if (a.byteLength !== b.byteLength || a.byteLength === 0) return 0;
  let squares = 0;
  for (let n = 0; n < a.byteLength; n++) squares += ((a[n] ?? 0) - (b[n] ?? 0)) ** 2;
  return squares === 0 ? 100 : 10 * Math.log10(255 ** 2 / (squares / a.byteLength));
}

/** Of the pair that is least alike; 0 when one list is longer than the other, or both are empty. */
export function leastLikeness(some: readonly Uint8Array[], others: readonly Uint8Array[]): number {
  if (some.length !== others.length || some.length === 0) return 0;
  return Math.min(...some.map((picture, n) => likeness(picture, others[n] ?? new Uint8Array())));
}
