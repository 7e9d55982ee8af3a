import { Button, Form, Input, Select, type InputRef } from 'antd';
import { useRef } from 'react';
import { capacities, type Capacity } from '../../../shared/domain/index.ts';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, Panel, Refusal, UserAddOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { useBoardKeys } from './board-keys.ts';

interface BoardPeopleProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  readonly acts: boolean;
}

interface Arrival {
  readonly name: string;
  readonly capacity: Capacity;
}

/** Who is inside since when; one tap for who leaves, and for who of the expected comes. */
export function BoardPeople({ session, timeZone, acts }: BoardPeopleProps) {
  const { t } = useText();
  const enter = useCall('session.personEnter');
  const leave = useCall('session.personLeave');
  const [form] = Form.useForm<Arrival>();
  const nameField = useRef<InputRef>(null);
  const { sessionId } = session;
  const inside = session.present.filter(({ leftAtMs }) => leftAtMs === null);
  const expected = expectedOf(session);
  useBoardKeys({ n: acts ? () => nameField.current?.focus() : undefined });
  const come = async (arrival: Arrival): Promise<void> => {
    if ((await enter.run({ sessionId, ...arrival })) === undefined) return;
    form.resetFields(['name']);
    nameField.current?.blur();
  };
  return (
    <Panel title={t('board.inside')} testId="board-people" extra={<strong className="board-count">{inside.length}</strong>}>
      {inside.length === 0 && <p className="muted">{t('board.nobody')}</p>}
      <ul className="board-persons">
        {inside.map(({ personId, name, capacity, enteredAtMs }) => (
          <li key={personId}>
            <span><strong>{name}</strong> <span className="muted">{t(`capacity.${capacity}`)} · {t('board.since', { time: clockTime(enteredAtMs, timeZone).slice(0, 5) })}</span></span>
            <Button className="board-target" disabled={!acts || leave.busy} aria-label={t('board.leave', { name })} data-testid={`board-leave-${personId}`} onClick={() => void leave.run({ sessionId, personId })}>{t('board.leaves')}</Button>
          </li>
        ))}
      </ul>
      {expected.length > 0 && (
        <>
          <h3>{t('board.expected')}</h3>
          <div className="board-expected">
            {expected.map((person) => (
              <Button key={`${person.capacity} ${person.name}`} className="board-target" icon={<UserAddOutlined />} disabled={!acts || enter.busy} aria-label={t('board.arrive', { name: person.name })} data-testid={`board-arrive-${person.name}`} onClick={() => void enter.run({ sessionId, ...person })}>
                {person.name} <span className="muted">{t(`capacity.${person.capacity}`)}</span>
              </Button>
            ))}
          </div>
        </>
      )}
      {acts && (
        <Form<Arrival> form={form} className="board-arrival" layout="vertical" requiredMark={false} initialValues={{ capacity: 'lawyer' }} onFinish={(arrival) => void come(arrival)}>
          <Form.Item name="name" label={t('board.name')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}><Input ref={nameField} size="large" autoComplete="off" maxLength={80} data-testid="board-name" /></Form.Item>
          <Form.Item name="capacity" label={t('board.capacity')}><Select size="large" data-testid="board-capacity" options={capacities.filter((value) => value !== 'officer').map((value) => ({ value, label: t(`capacity.${value}`) }))} /></Form.Item>
          <Button className="board-target" htmlType="submit" loading={enter.busy} data-testid="board-add">{t('board.add')}</Button>
        </Form>
      )}
      <Refusal error={enter.error ?? leave.error} />
    </Panel>
  );
}

/** Everybody who was here before and is not inside now. Officers come in by their own PIN, at the officers' console. */
function expectedOf({ present }: SessionSnapshot): readonly Arrival[] {
  const inside = new Set(present.filter(({ leftAtMs }) => leftAtMs === null).map(({ name }) => name));
  const known = present.filter(({ capacity }) => capacity !== 'officer').map(({ name, capacity }) => ({ name, capacity }));
  return known.filter(({ name }, index) => !inside.has(name) && known.findIndex((other) => other.name === name) === index);
}
