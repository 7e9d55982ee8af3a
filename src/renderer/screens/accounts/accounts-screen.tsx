import { Button, Form, Input, Modal } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { AccountForm, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, type LoggedIn } from '../../stores/index.ts';

/** Who may log in, as what. */
export function AccountsScreen() {
  const { t } = useText();
  const { run, error } = useCall('account.list');
  const [accounts, setAccounts] = useState<readonly LoggedIn[]>([]);
  const [pinFor, setPinFor] = useState<LoggedIn | null>(null);
  const read = useCallback(async () => {
    const list = await run({});
    if (list !== undefined) setAccounts(list.accounts);
  }, [run]);
  useEffect(() => void read(), [read]);
  return (
    <main className="page" data-testid="screen-accounts">
      <header className="page-head"><h1>{t('accounts.title')}</h1><p>{t('accounts.about')}</p></header>
      <div className="columns">
        <Panel title={t('accounts.title')} testId="account-list">
          <table className="data-table">
            <thead><tr><th scope="col">{t('accounts.name')}</th><th scope="col">{t('login.account')}</th><th scope="col">{t('accounts.role')}</th><th scope="col"><span className="hidden">{t('accounts.setPin')}</span></th></tr></thead>
            <tbody>
              {accounts.map((account) => (
                <tr key={account.personId} data-testid={`account-row-${account.account}`}>
                  <th scope="row">{account.name}</th><td className="mono">{account.account}</td><td>{t(`role.${account.role}`)}</td>
                  <td><Button size="small" data-testid={`account-pin-${account.account}`} onClick={() => setPinFor(account)}>{t('accounts.setPin')}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
          <Refusal error={error} />
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
      <Form.Item name="pin" label={t('accounts.newPin')} rules={[{ required: true, min: 4, message: t('accounts.pinRule') }]}><Input.Password data-testid="account-new-pin" autoComplete="new-password" /></Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="action-account-pin">{t('accounts.setPin')}</Button>
      <Refusal error={error} />
    </Form>
  );
}
