import { Button } from 'antd';
import type { KeyStatus, SigningKey } from '../../../shared/contract/index.ts';
import { base64Of, dateTime, Panel, saveFile } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useRoomSecondMs } from '../../stores/index.ts';
import { ImportForms } from './import-forms.tsx';
import { RequestForm } from './request-form.tsx';
import { validityOf } from './validity.ts';

interface SigningKeyPanelProps {
  readonly which: 'station' | 'sm2';
  /** Null while the key is not made yet. */
  readonly signer: SigningKey | null;
  readonly isAsked?: boolean;
  readonly timeZone: string;
  readonly onChanged: (status: KeyStatus) => void;
  readonly onRequested: () => void;
}

/** One key of the station: its certificate, a request for another one, and the imports. */
export function SigningKeyPanel({ which, signer, isAsked, timeZone, onChanged, onRequested }: SigningKeyPanelProps) {
  const { t } = useText();
  return (
    <Panel title={t(which === 'station' ? 'keys.station' : 'keys.second')} testId={`key-${which}`}>
      {isAsked !== undefined && <p className={isAsked ? 'notice' : 'muted'} data-testid="second-asked">{t(isAsked ? 'keys.secondAsked' : 'keys.secondNotAsked')}</p>}
      {signer === null ? <p data-testid={`key-none-${which}`}>{t('keys.secondNone')}</p> : <CertificateFacts which={which} signer={signer} timeZone={timeZone} />}
      <RequestForm which={which} onRequested={onRequested} />
      {signer !== null && <ImportForms which={which} onImported={onChanged} />}
    </Panel>
  );
}

function CertificateFacts({ which, signer, timeZone }: { readonly which: 'station' | 'sm2'; readonly signer: SigningKey; readonly timeZone: string }) {
  const { t } = useText();
  const nowMs = useRoomSecondMs();
  const validity = validityOf(signer.validUntilMs, nowMs ?? signer.validFromMs);
  return (
    <>
      <dl className="facts">
        <div><dt>{t('keys.fingerprint')}</dt><dd className="mono wrap" data-testid={`key-fingerprint-${which}`}>{signer.fingerprint.match(/.{8}/g)?.join(' ')}</dd></div>
        <div><dt>{t('keys.subject')}</dt><dd>{signer.subject}</dd></div>
        <div><dt>{t('keys.issuer')}</dt><dd>{signer.issuer}<br /><span className="muted" data-testid={`key-issued-${which}`} data-self-signed={signer.isSelfSigned}>{t(signer.isSelfSigned ? 'keys.selfSigned' : 'keys.issued')}</span></dd></div>
        <div><dt>{t('keys.validity')}</dt><dd>{dateTime(signer.validFromMs, timeZone).slice(0, 10)} {t('common.to')} {dateTime(signer.validUntilMs, timeZone).slice(0, 10)}</dd></div>
      </dl>
      {validity.state !== 'good' && <p className="notice" role="status" data-testid={`key-ending-${which}`}>{t(validity.state === 'over' ? 'keys.expired' : 'keys.ending', { days: validity.days })}</p>}
      <Button data-testid={`action-certificate-${which}`} onClick={() => saveFile({ fileName: which === 'station' ? 'station.pem' : 'station-sm2.pem', contentBase64: base64Of(new TextEncoder().encode(signer.certificatePem)) }, 'application/x-pem-file')}>{t('keys.downloadCertificate')}</Button>
    </>
  );
}
