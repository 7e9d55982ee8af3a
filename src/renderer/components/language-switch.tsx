import { Segmented } from 'antd';
import type { Locale } from '../../shared/base/index.ts';
import { languageNames, useText } from '../i18n/index.ts';

export function LanguageSwitch() {
  const { t, locale, setLocale } = useText();
  return (
    <Segmented<Locale>
      data-testid="lang-switch" aria-label={t('app.language')} name="language" size="small" value={locale} onChange={setLocale}
      options={[
        { value: 'zh', label: <span lang="zh-CN" data-testid="lang-zh">{languageNames.zh}</span> },
        { value: 'en', label: <span lang="en" data-testid="lang-en">{languageNames.en}</span> },
      ]}
    />
  );
}
