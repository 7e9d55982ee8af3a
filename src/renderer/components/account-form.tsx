import { Button, Form, Input, Radio } from 'antd';
import { roles, sexes, type Role, type Sex } from '../../shared/domain/index.ts';
import { useText } from '../i18n/index.ts';
import { useCall } from '../stores/index.ts';
import { Refusal } from './refusal.tsx';

export interface NewAccountFields {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
  readonly badgeNumber?: string;
  readonly sex?: Sex;
}

interface AccountFormProps {
  /** In a room where nobody has an account yet only an administrator can be made. */
  readonly first?: boolean;
  readonly onAdded: (added: NewAccountFields) => void;
}

/** Adds one person who may log in. */
export function AccountForm({ first = false, onAdded }: AccountFormProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('account.add');
  const [form] = Form.useForm<NewAccountFields>();
  const add = async (fields: NewAccountFields): Promise<void> => {
    const taken = await run(fields);
    if (taken === undefined) return;
    form.resetFields();
    onAdded(fields);
  };
  return (
    <>
      <Form<NewAccountFields> form={form} layout="vertical" requiredMark={false} disabled={busy} initialValues={{ role: first ? 'administrator' : 'officer', sex: 'unknown' }} onFinish={(fields) => void add(fields)}>
        <Form.Item name="name" label={t('accounts.name')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="account-name" autoComplete="off" maxLength={80} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="account" label={t('login.account')} rules={[{ required: true, pattern: /^[A-Za-z0-9._-]{2,64}$/, message: t('accounts.accountRule') }]}><Input data-testid="account-account" autoComplete="off" /></Form.Item>
          <Form.Item name="pin" label={t('login.pin')} extra={t('accounts.pinRule')} rules={[{ required: true, message: t('common.required') }]}><Input.Password data-testid="account-pin" autoComplete="new-password" /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="badgeNumber" label={t('accounts.badge')}><Input data-testid="account-badge" autoComplete="off" maxLength={32} /></Form.Item>
          <Form.Item name="sex" label={t('accounts.sex')}>
            <Radio.Group data-testid="account-sex">{sexes.map((sex) => <Radio key={sex} value={sex}>{t(`sex.${sex}`)}</Radio>)}</Radio.Group>
          </Form.Item>
        </div>
        <Form.Item name="role" label={t('accounts.role')}>
          <Radio.Group optionType="button" buttonStyle="solid" data-testid="account-role">
            {roles.filter((role) => !first || role === 'administrator').map((role) => <Radio.Button key={role} value={role} data-testid={`account-role-${role}`}>{t(`role.${role}`)}</Radio.Button>)}
          </Radio.Group>
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="action-account-add">{t('accounts.add')}</Button>
      </Form>
      <Refusal error={error} />
    </>
  );
}
