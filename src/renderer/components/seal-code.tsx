import { CopyOutlined } from './icons.ts';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../i18n/index.ts';

/** The seal code, large enough to be read out and written down. */
export function SealCode({ code }: { readonly code: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <div className="seal-code">
      <span className="muted">{t('seal.code')}</span>
      <output data-testid="seal-code">{code}</output>
      <Button data-testid="seal-code-copy" icon={<CopyOutlined />} onClick={() => void copy()}>{t(copied ? 'common.copied' : 'common.copy')}</Button>
    </div>
  );
}
