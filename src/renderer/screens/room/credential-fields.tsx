import { Form, Input } from 'antd';
import { useText } from '../../i18n/index.ts';

/** Fields of a form in which a second person gives their own credentials. */
export interface CredentialFields {
  readonly account: string;
  readonly pin: string;
}

export function Credentials({ id, title }: { readonly id: string; readonly title: string }) {
  const { t } = useText();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <div role="group" aria-label={title} className="group">
      <h3>{title}</h3>
      <div className="form-pair">
        <Form.Item name="account" label={t('open.account')} rules={required}><Input data-testid={`${id}-account`} autoComplete="off" /></Form.Item>
        <Form.Item name="pin" label={t('open.pin')} rules={required}><Input.Password data-testid={`${id}-pin`} autoComplete="new-password" /></Form.Item>
      </div>
    </div>
  );
}
