export { startI18n, useText, languageNames, type MessageKey, type Text } from './use-text.ts';
export { messages } from './messages.ts';
export { describeFact } from './describe-fact.ts';
