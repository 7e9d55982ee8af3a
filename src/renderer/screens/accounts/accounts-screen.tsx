import { Button, Form, Input, Modal } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { AccountSnapshot } from '../../../shared/contract/index.ts';
import { AccountForm, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

/** Who may log in, as what. */
export function AccountsScreen() {
  const { t } = useText();
  const { run, error } = useCall('account.list');
  const [accounts, setAccounts] = useState<readonly AccountSnapshot[]>([]);
  const [pinFor, setPinFor] = useState<AccountSnapshot | null>(null);
  const read = useCallback(async () => {
    const list = await run({});
    if (list !== undefined) setAccounts(list.accounts);
  }, [run]);
  const disabling = useCall('account.setDisabled');
  const toggle = async ({ account, disabled }: AccountSnapshot): Promise<void> => {
    const list = await disabling.run({ account, disabled: !disabled });
    if (list !== undefined) setAccounts(list.accounts);
  };
  useEffect(() => void read(), [read]);
  return (
    <main className="page" data-testid="screen-accounts">
      <header className="page-head"><h1>{t('accounts.title')}</h1><p>{t('accounts.about')}</p></header>
      <div className="columns">
        <Panel title={t('accounts.title')} testId="account-list">
          <table className="data-table">
            <thead><tr><th scope="col">{t('accounts.name')}</th><th scope="col">{t('login.account')}</th><th scope="col">{t('accounts.badge')}</th><th scope="col">{t('accounts.role')}</th><th scope="col"><span className="hidden">{t('accounts.setPin')}</span></th></tr></thead>
            <tbody>
              {accounts.map((account) => (
                <tr key={account.personId} data-testid={`account-row-${account.account}`}>
                  <th scope="row">{account.name}</th><td className="mono">{account.account}</td><td className="mono">{account.badgeNumber}</td><td>{t(`role.${account.role}`)}{account.disabled && <span className="muted"> · {t('accounts.disabled')}</span>}</td>
                  <td><Button size="small" data-testid={`account-pin-${account.account}`} onClick={() => setPinFor(account)}>{t('accounts.setPin')}</Button>{' '}<Button size="small" data-testid={`account-disable-${account.account}`} onClick={() => void toggle(account)}>{t(account.disabled ? 'accounts.enable' : 'accounts.disable')}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
          <Refusal error={error ?? disabling.error} />
        </Panel>
        <Panel title={t('accounts.add')} testId="account-add-panel"><AccountForm onAdded={() => void read()} /></Panel>
      </div>
      <Modal open={pinFor !== null} title={t('accounts.setPinFor', { name: pinFor?.name ?? '' })} footer={null} onCancel={() => setPinFor(null)} destroyOnHidden>
        {pinFor !== null && <PinForm account={pinFor.account} onSet={() => setPinFor(null)} />}
      </Modal>
    </main>
  );
}

function PinForm({ account, onSet }: { readonly account: string; readonly onSet: () => void }) {
  const { t } = useText();
  const { run, busy, error } = useCall('account.setPin');
  const set = async (pin: string): Promise<void> => {
    const done = await run({ account, pin });
    if (done !== undefined) onSet();
  };
  return (
    <Form<{ pin: string }> layout="vertical" requiredMark={false} onFinish={({ pin }) => void set(pin)}>
      <Form.Item name="pin" label={t('accounts.newPin')} extra={t('accounts.pinRule')} rules={[{ required: true, message: t('common.required') }]}><Input.Password data-testid="account-new-pin" autoComplete="new-password" /></Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-account-pin">{t('accounts.setPin')}</Button>
      <Refusal error={error} />
    </Form>
  );
}
