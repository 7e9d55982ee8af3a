/** A nominal type: a plain value that only its parser may produce. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Closes every switch over a union: a new member is a compile error, an impossible one a thrown bug. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
