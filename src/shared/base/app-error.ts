import { errorCatalog, type ErrorCode, type Localized } from './error-catalog.ts';
import { inChinese } from './error-words.ts';

export type ErrorParams = Readonly<Record<string, string | number | boolean>>;

/** An expected failure. It has a stable code, the cause for engineers, and (through the catalogue) a sentence and a hint for people. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(`${code}: ${errorCatalog[code].en.message}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.params = params;
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}

/** How an error crosses a transport: everything a person needs, nothing of the inside. */
export interface WireError {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly message: Localized;
  readonly hint: Localized;
}

/** Anything that is not an AppError is a bug and crosses as INTERNAL; the caller logs the original. */
export function toWireError(error: unknown): WireError {
  const code = isAppError(error) ? error.code : 'INTERNAL';
  const params = isAppError(error) ? error.params : {};
  const { zh, en } = errorCatalog[code];
  return {
    code,
    params,
    message: { zh: fill(zh.message, params, inChinese), en: fill(en.message, params) },
    hint: { zh: fill(zh.hint, params, inChinese), en: fill(en.hint, params) },
  };
}

function fill(template: string, params: ErrorParams, say: (key: string, value: string) => string = (_key, value) => value): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => (key in params ? say(key, String(params[key])) : whole));
}
