import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { AppError, isErrorCode, toWireError, type ErrorParams, type Locale, type Localized } from '../../shared/base/index.ts';
import { messages, type MessageKey } from './messages.ts';

export type { MessageKey } from './messages.ts';

export interface Text {
  readonly locale: Locale;
  readonly t: (key: MessageKey, params?: Readonly<Record<string, string | number>>) => string;
  /** The text of the present language out of something the station said in both. */
  readonly pick: (text: Localized) => string;
  /** The sentence of an error code; a code this console does not know stays as it is. */
  readonly codeText: (code: string, params?: ErrorParams) => string;
  readonly setLocale: (locale: Locale) => void;
}

export const languageNames: Readonly<Record<Locale, string>> = { zh: '中文', en: 'English' };

const memoryKey = 'shilu.language';

/** Loads both languages; the last choice on this machine, else Simplified Chinese. */
export async function startI18n(): Promise<void> {
  const locale = window.localStorage.getItem(memoryKey) === 'en' ? 'en' : 'zh';
  await i18next.use(initReactI18next).init({
    lng: locale, fallbackLng: 'zh', resources: { zh: { translation: messages.zh }, en: { translation: messages.en } },
    interpolation: { escapeValue: false }, showSupportNotice: false,
  });
  nameDocument(locale);
}

export function useText(): Text {
  const { i18n } = useTranslation();
  const locale: Locale = i18n.language === 'en' ? 'en' : 'zh';
  const pick = (text: Localized): string => text[locale];
  return {
    locale,
    t: (key, params = {}) => i18n.t(key, params),
    pick,
    codeText: (code, params = {}) => (isErrorCode(code) ? withoutOpenPlaces(pick(toWireError(new AppError(code, params)).message), locale) : code),
    setLocale: (chosen) => {
      window.localStorage.setItem(memoryKey, chosen);
      nameDocument(chosen);
      void i18n.changeLanguage(chosen);
    },
  };
}

/** A sentence about “{camera}” still reads well when nobody knows which one. */
function withoutOpenPlaces(sentence: string, locale: Locale): string {
  return sentence.replace(/^\{name\}/, locale === 'zh' ? '此人' : 'This person').replace(/[::]? ?“?\{\w+\}”?/g, '');
}

function nameDocument(locale: Locale): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  document.title = `${messages[locale].app.name} · ${messages[locale].app.tagline}`;
}
