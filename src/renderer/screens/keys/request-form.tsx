import { Button, Form, Input } from 'antd';
import { base64Of, Refusal, saveFile } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

interface Subject {
  readonly organization: string;
  readonly commonName: string;
}

/** A certificate request (PKCS#10) as a file for the agency's own authority. */
export function RequestForm({ which, onRequested }: { readonly which: 'station' | 'sm2'; readonly onRequested: () => void }) {
  const { t } = useText();
  const { run, busy, error } = useCall('key.request');
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const make = async (subject: Subject): Promise<void> => {
    const made = await run({ ...subject, key: which });
    if (made === undefined) return;
    saveFile({ fileName: which === 'station' ? 'station.csr' : 'station-sm2.csr', contentBase64: base64Of(new TextEncoder().encode(made.requestPem)) }, 'application/pkcs10');
    onRequested();
  };
  return (
    <section className="key-part" aria-label={t('keys.requestTitle')}>
      <h3>{t('keys.requestTitle')}</h3>
      <p className="muted">{t('keys.requestHint')}</p>
      <Form<Subject> layout="vertical" name={`request-${which}`} requiredMark={false} disabled={busy} onFinish={(subject) => void make(subject)}>
        <div className="form-pair">
          <Form.Item name="organization" label={t('keys.organization')} rules={required}><Input data-testid={`request-organization-${which}`} autoComplete="off" maxLength={64} /></Form.Item>
          <Form.Item name="commonName" label={t('keys.commonName')} rules={required}><Input data-testid={`request-name-${which}`} autoComplete="off" maxLength={64} /></Form.Item>
        </div>
        <Button htmlType="submit" loading={busy} data-testid={`action-request-${which}`}>{t('keys.makeRequest')}</Button>
      </Form>
      <Refusal error={error} />
    </section>
  );
}
