import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { legalClasses, sessionKinds, type LegalClass, type PlaceKind, type SessionKind } from '../../../shared/domain/index.ts';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation, type LoggedIn } from '../../stores/index.ts';
import { CircumstanceSection, SummonsFields, toCircumstances, type CircumstanceFields } from './circumstance-fields.tsx';
import { LeavingForm } from './leaving-form.tsx';
import { parseRoomMinute } from './room-minute.ts';

interface OpenForm extends CircumstanceFields {
  readonly caseNumber: string;
  readonly interviewee: string;
  readonly kind: SessionKind;
  readonly place: string;
  readonly legalClass: LegalClass;
  readonly arrivedAt?: string;
  readonly secondAccount: string;
  readonly secondPin: string;
  readonly approverAccount?: string;
  readonly approverPin?: string;
}

interface OpenStepProps {
  readonly room: RoomSnapshot;
  readonly person: LoggedIn;
  /** Shows only a button first: the last session is still on the screen. */
  readonly folded?: boolean;
}

/** Opens a session: whose, which case, where, and the second officer in person. */
export function OpenStep({ room, person, folded = false }: OpenStepProps) {
  const { t } = useText();
  const [unfolded, setUnfolded] = useState(!folded);
  if (!unfolded) return <Button size="large" block data-testid="action-open-next" onClick={() => setUnfolded(true)}>{t('open.again')}</Button>;
  return <Panel title={t('open.title')} tone="next" testId="next-open"><SessionForm room={room} person={person} /></Panel>;
}

function SessionForm({ room, person }: { readonly room: RoomSnapshot; readonly person: LoggedIn }) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.open');
  const [form] = Form.useForm<OpenForm>();
  const others = useStation((view) => view.welcome?.trainingAccounts ?? noAccounts).filter(({ role, account }) => role === 'officer' && account !== person.account);
  const legalClass = Form.useWatch('legalClass', form);
  const required = [{ required: true, whitespace: true, message: t('common.required') }];

  const open = (values: OpenForm): void => {
    const { arrivedAt, secondAccount, secondPin, approverAccount, approverPin, caseNumber, interviewee, kind, place, legalClass: chosenClass } = values;
    const circumstances = toCircumstances(values, room.timeZone);
    const arrivedAtMs = arrivedAt === undefined || arrivedAt.trim() === '' ? null : (parseRoomMinute(arrivedAt, room.timeZone) ?? null);
    void run({ caseNumber, interviewee, kind, place, legalClass: chosenClass, circumstances, arrivedAtMs, secondOfficer: { account: secondAccount, pin: secondPin }, ...(approverAccount === undefined || approverPin === undefined ? {} : { classApprover: { account: approverAccount, pin: approverPin } }) });
  };

  /** A mobile session is not held in this room: where it is, somebody must write. */
  const moved = (placeKind: PlaceKind | undefined): void => {
    if (placeKind === undefined) return;
    const place = String(form.getFieldValue('place'));
    if (placeKind === 'mobile' && place === room.roomName) form.setFieldValue('place', '');
    if (placeKind !== 'mobile' && place === '') form.setFieldValue('place', room.roomName);
  };
  // Asked once the station has refused: the answer stays on the form while anything else is put right.
  const interviewee = Form.useWatch('interviewee', form);
  const namesakes = useAsked(error?.code === 'NAMESAKE_UNDECIDED' ? String(error.params['sessions']).split('、') : null, interviewee);
  const summonsAsked = useAsked(error?.code === 'SUMMONS_TOO_SOON' ? ['summons'] : null, interviewee).length > 0;
  const unended = error?.code === 'LEAVING_MISSING' && error.params['room'] === room.roomName ? String(error.params['session']) : '';
  return (
    <>
    <Form<OpenForm>
      form={form} layout="vertical" data-testid="session-open-form" requiredMark={false} disabled={busy} onFinish={open} onValuesChange={({ placeKind }: Partial<OpenForm>) => moved(placeKind)}
      initialValues={{ kind: 'interrogation', legalClass: 'must-record', place: room.roomName }}
    >
      <div className="form-pair">
        <Form.Item name="caseNumber" label={t('open.caseNumber')} rules={required}><Input data-testid="open-case-number" autoComplete="off" /></Form.Item>
        <Form.Item name="interviewee" label={t('open.interviewee')} rules={required}><Input data-testid="open-interviewee" autoComplete="off" /></Form.Item>
      </div>
      <div>
        <Form.Item name="kind" label={t('open.kind')}>
          <Radio.Group className="choices choices-two" optionType="button" buttonStyle="solid" data-testid="open-kind">{sessionKinds.map((value) => <Radio.Button key={value} value={value}>{t(`sessionKind.${value}`)}</Radio.Button>)}</Radio.Group>
        </Form.Item>
        <Form.Item name="legalClass" label={t('open.legalClass')}>
          <Radio.Group className="choices choices-two" optionType="button" buttonStyle="solid" data-testid="open-legal-class">{legalClasses.map((value) => <Radio.Button key={value} value={value}>{t(`legalClass.${value}`)}</Radio.Button>)}</Radio.Group>
        </Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item name="place" label={t('open.place')} rules={required}><Input data-testid="open-place" autoComplete="off" /></Form.Item>
        <Form.Item
          name="arrivedAt" label={`${t('open.arrivedAt')} (${t('common.optional')})`}
          rules={[{ validator: (_, value: string | undefined) => (value === undefined || value.trim() === '' || parseRoomMinute(value, room.timeZone) !== undefined ? Promise.resolve() : Promise.reject(new Error(t('open.arrivedBad')))) }]}
        >
          <Input data-testid="open-arrived-at" placeholder={t('open.arrivedHint')} autoComplete="off" />
        </Form.Item>
      </div>
      <CircumstanceSection roomKind={room.roomKind} timeZone={room.timeZone} />
      <div role="group" aria-labelledby="second-officer" className="group">
        <h3 id="second-officer">{t('open.second')} <span className="muted">{t('open.secondHint')}</span></h3>
        <div className="form-pair">
          <Form.Item name="secondAccount" label={t('open.account')} rules={required}><Input data-testid="open-second-account" autoComplete="off" /></Form.Item>
          <Form.Item name="secondPin" label={t('open.pin')} rules={required}><Input.Password data-testid="open-second-pin" autoComplete="new-password" /></Form.Item>
        </div>
        {others.map(({ account, pin, name }) => (
          <Button key={account} size="small" data-testid="open-second-training" onClick={() => form.setFieldsValue({ secondAccount: account, secondPin: pin })}>{t('open.fillTraining', { name })}</Button>
        ))}
      </div>
      {legalClass === 'other' && (
        <div role="group" aria-labelledby="class-approver" className="group" data-testid="open-approver">
          <h3 id="class-approver">{t('open.approverTitle')} <span className="muted">{t('open.approverHint')}</span></h3>
          <div className="form-pair">
            <Form.Item name="approverAccount" label={t('open.account')} rules={required} preserve={false}><Input data-testid="open-approver-account" autoComplete="off" /></Form.Item>
            <Form.Item name="approverPin" label={t('open.pin')} rules={required} preserve={false}><Input.Password data-testid="open-approver-pin" autoComplete="new-password" /></Form.Item>
          </div>
        </div>
      )}
      {summonsAsked && <SummonsFields />}
      {namesakes.length > 0 && (
        <Form.Item name="namesake" label={t('rules.namesake')} rules={required} preserve={false}>
          <Radio.Group className="choices" data-testid="open-namesake">
            {namesakes.map((sessionId) => <Radio key={sessionId} value={sessionId} data-testid={`namesake-${sessionId}`}>{t('rules.namesakeSame', { session: sessionId })}</Radio>)}
            <Radio value="another" data-testid="namesake-another">{t('rules.namesakeAnother')}</Radio>
          </Radio.Group>
        </Form.Item>
      )}
      <Button type="primary" size="large" block className="big" htmlType="submit" loading={busy} data-testid="action-open">{t('open.submit')}</Button>
      <Refusal error={error} />
    </Form>
    {unended !== '' && <LeavingForm key={unended} sessionId={unended} atMs={null} endMs={null} timeZone={room.timeZone} />}
    </>
  );
}

/** Sessions of the same name that the station asked about, for as long as that name is on the form. */
function useAsked(asked: readonly string[] | null, interviewee: string | undefined): readonly string[] {
  const [known, setKnown] = useState<{ readonly sessions: readonly string[]; readonly interviewee: string | undefined }>({ sessions: [], interviewee });
  if (asked !== null && (known.interviewee !== interviewee || known.sessions.join() !== asked.join())) setKnown({ sessions: asked, interviewee });
  return known.interviewee === interviewee ? known.sessions : [];
}

const noAccounts: readonly never[] = [];
