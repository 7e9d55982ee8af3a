export { assertNever, type Brand } from './type-guards.ts';
export { AppError, isAppError, type ErrorParams, type WireError, toWireError } from './app-error.ts';
export { errorCatalog, isErrorCode, sentence, type ErrorCode, type Locale, type Localized } from './error-catalog.ts';
export { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts';
export { sha256Hex, utf8 } from './hash.ts';
export { CloseStack, type Closer } from './close-stack.ts';
