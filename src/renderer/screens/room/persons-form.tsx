import { Button, Form, Input, Select } from 'antd';
import { capacities, type Capacity } from '../../../shared/domain/index.ts';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Credentials } from './credential-fields.tsx';

interface PersonFields {
  readonly name?: string;
  readonly capacity: Capacity;
  readonly note?: string;
  readonly account?: string;
  readonly pin?: string;
}

/** Who is in the room now, and who comes and goes. */
export function PersonsForm({ session, timeZone }: { readonly session: SessionSnapshot; readonly timeZone: string }) {
  const { t } = useText();
  const enter = useCall('session.personEnter');
  const leave = useCall('session.personLeave');
  const [form] = Form.useForm<PersonFields>();
  const here = session.present.filter(({ leftAtMs }) => leftAtMs === null);
  const capacity = Form.useWatch('capacity', form);
  const come = async ({ name, capacity: as, note, account, pin }: PersonFields): Promise<void> => {
    const taken = await enter.run({
      sessionId: session.sessionId, capacity: as, ...(name === undefined ? {} : { name }), ...(note === undefined ? {} : { note }), ...(account === undefined || pin === undefined ? {} : { credentials: { account, pin } }),
    });
    if (taken !== undefined) form.resetFields(['name', 'note', 'account', 'pin']);
  };
  return (
    <>
      <h3>{t('record.present')}</h3>
      {here.length === 0 && <p className="muted">{t('record.nobody')}</p>}
      <ul className="persons" data-testid="persons-present">
        {here.map((person) => (
          <li key={person.personId}>
            <span><strong>{person.name}</strong> <span className="muted">{t(`capacity.${person.capacity}`)} · {t('record.entered', { time: clockTime(person.enteredAtMs, timeZone) })}</span></span>
            <Button size="small" loading={leave.busy} data-testid={`person-leave-${person.personId}`} aria-label={t('record.leaveOne', { name: person.name })} onClick={() => void leave.run({ sessionId: session.sessionId, personId: person.personId })}>{t('record.leave')}</Button>
          </li>
        ))}
      </ul>
      <Form<PersonFields> form={form} layout="vertical" requiredMark={false} initialValues={{ capacity: 'lawyer' }} onFinish={(fields) => void come(fields)}>
        <div className="form-pair">
          <Form.Item name="capacity" label={t('record.capacity')}><Select data-testid="person-capacity" options={capacities.map((value) => ({ value, label: t(`capacity.${value}`) }))} /></Form.Item>
          {capacity !== 'officer' && <Form.Item name="name" label={t('record.personName')} preserve={false} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input data-testid="person-name" autoComplete="off" maxLength={80} /></Form.Item>}
        </div>
        {capacity === 'officer' && <Credentials id="person-officer" title={t('rules.officerSelf')} />}
        {capacity === 'suitable-adult' && <Form.Item name="note" label={t('rules.whyNoParent')} preserve={false} rules={[{ required: session.minor, whitespace: true, message: t('common.required') }]}><Input data-testid="person-note" autoComplete="off" maxLength={500} /></Form.Item>}
        <Button size="large" block htmlType="submit" loading={enter.busy} data-testid="action-person-enter">{t('record.enter')}</Button>
      </Form>
      <Refusal error={enter.error ?? leave.error} />
    </>
  );
}
