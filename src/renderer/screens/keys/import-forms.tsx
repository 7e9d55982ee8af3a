import { Input } from 'antd';
import { useState } from 'react';
import type { KeyStatus } from '../../../shared/contract/index.ts';
import { CheckCircleFilled, ChooseFile, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface ImportFormsProps {
  readonly which: 'station' | 'sm2';
  readonly onImported: (status: KeyStatus) => void;
}

/** The answer of the certificate authority, or a whole key with its password. */
export function ImportForms({ which, onImported }: ImportFormsProps) {
  const { t } = useText();
  const certificate = useCall('key.importCertificate');
  const keyFile = useCall('key.importPkcs12');
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const settle = (status: KeyStatus | undefined): void => {
    setDone(status !== undefined);
    if (status === undefined) return;
    setPassword('');
    onImported(status);
  };
  return (
    <section className="key-part" aria-label={t('keys.importTitle')}>
      <h3>{t('keys.importTitle')}</h3>
      <p className="muted">{t('keys.importHint')}</p>
      <ChooseFile id={`import-certificate-${which}`} label={t('keys.importButton')} accept=".pem,.crt,.cer,.der,.p7b,.p7c" button={{ loading: certificate.busy }} onChosen={({ contentBase64 }) => void certificate.run({ contentBase64, key: which }).then(settle)}>{t('keys.importButton')}</ChooseFile>
      <Refusal error={certificate.error} />
      <details data-testid={`import-more-${which}`}>
        <summary>{t('keys.more')}</summary>
        <p className="muted">{t('keys.pkcs12Hint')}</p>
        <div className="key-file">
          <Input.Password value={password} onChange={(event) => setPassword(event.target.value)} data-testid={`import-password-${which}`} aria-label={t('keys.password')} placeholder={t('keys.password')} autoComplete="new-password" maxLength={200} />
          <ChooseFile id={`import-pkcs12-${which}`} label={t('keys.pkcs12Button')} accept=".p12,.pfx" button={{ loading: keyFile.busy }} onChosen={({ contentBase64 }) => void keyFile.run({ contentBase64, password, key: which }).then(settle)}>{t('keys.pkcs12Button')}</ChooseFile>
        </div>
        <Refusal error={keyFile.error} />
      </details>
      {isDone && <p className="verdict verdict-good" role="status" data-testid={`import-done-${which}`}><CheckCircleFilled aria-hidden /> {t('keys.importDone')}</p>}
    </section>
  );
}
