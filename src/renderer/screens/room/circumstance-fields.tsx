import { Checkbox, Form, Input, Radio, Select } from 'antd';
import { caseTraits, mobileReasons, offences, placeKinds, type CaseTrait, type MobileReason, type Offence, type PlaceKind, type RoomKind, type Sex } from '../../../shared/domain/index.ts';
import { useText } from '../../i18n/index.ts';
import { parseRoomMinute } from './room-minute.ts';
import { useProfile } from './span-form.tsx';

/** What the rules must know beyond the case, as the form holds it. */
export interface CircumstanceFields {
  readonly identityNumber?: string;
  readonly birthDate?: string;
  readonly sex?: Sex;
  readonly offence?: Offence;
  readonly traits?: readonly CaseTrait[];
  readonly needsInterpreter?: boolean;
  readonly placeKind?: PlaceKind;
  readonly mobileReason?: MobileReason;
  readonly placeAccount?: string;
  readonly placePin?: string;
  readonly warrantNumber?: string;
  readonly handedOverAt?: string;
  readonly timeLimitId?: string;
  /** `another`, or the session of the same person. */
  readonly namesake?: string;
  readonly summonsReason?: string;
  readonly summonsAccount?: string;
  readonly summonsPin?: string;
}

/** The form's fields as `session.open` takes them. */
export function toCircumstances(fields: CircumstanceFields, timeZone: string) {
  const { identityNumber = '', birthDate = '', sex = 'unknown', offence = 'unknown', traits = [], needsInterpreter = false, placeKind = 'registered', timeLimitId = '', namesake, summonsReason = '', summonsAccount = '', summonsPin = '' } = fields;
  return {
    identityNumber, birthDate: birthDate === '' ? null : birthDate, sex, offence, traits: [...traits], needsInterpreter, timeLimitId, detained: placeKind === 'detention', place: toPlace(placeKind, fields, timeZone),
    ...(namesake === undefined ? {} : { namesake: namesake === 'another' ? { kind: 'another' as const } : { kind: 'same' as const, sessionId: namesake } }),
    ...(summonsReason === '' ? {} : { summons: { reason: summonsReason, approver: { account: summonsAccount, pin: summonsPin } } }),
  };
}

function toPlace(kind: PlaceKind, { mobileReason = 'at-home', placeAccount = '', placePin = '', warrantNumber = '', handedOverAt = '' }: CircumstanceFields, timeZone: string) {
  switch (kind) {
    case 'registered': return { kind } as const;
    case 'mobile': return { kind, reason: mobileReason, approver: { account: placeAccount, pin: placePin } } as const;
    case 'detention': return { kind, warrantNumber, handedOverAtMs: parseRoomMinute(handedOverAt, timeZone) ?? 0 } as const;
  }
}

/** Who is questioned, why and where: it decides the class, who must be present and which limit counts. The stricter answer is the default. */
export function CircumstanceSection({ roomKind, timeZone }: { readonly roomKind: RoomKind; readonly timeZone: string }) {
  const { t, pick } = useText();
  const profile = useProfile();
  const placeKind = Form.useWatch<PlaceKind | undefined>('placeKind');
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="placeKind" label={t('rules.placeKind')} initialValue={roomKind === 'detention' ? 'detention' : 'registered'}>
        <Radio.Group className="choices" optionType="button" buttonStyle="solid">{placeKinds.map((value) => <Radio.Button key={value} value={value} data-testid={`open-place-${value}`}>{t(`placeKind.${value}`)}</Radio.Button>)}</Radio.Group>
      </Form.Item>
      {placeKind === 'mobile' && (
        <div role="group" className="group" aria-label={t('placeKind.mobile')}>
          <Form.Item name="mobileReason" label={t('rules.reason')} rules={required} preserve={false}><Select data-testid="open-mobile-reason" options={mobileReasons.map((value) => ({ value, label: t(`mobileReason.${value}`) }))} /></Form.Item>
          <div className="form-pair">
            <Form.Item name="placeAccount" label={t('rules.approverAccount')} rules={required} preserve={false}><Input data-testid="open-place-account" autoComplete="off" /></Form.Item>
            <Form.Item name="placePin" label={t('open.pin')} rules={required} preserve={false}><Input.Password data-testid="open-place-pin" autoComplete="new-password" /></Form.Item>
          </div>
        </div>
      )}
      {placeKind === 'detention' && (
        <div className="form-pair">
          <Form.Item name="warrantNumber" label={t('rules.warrantNumber')} rules={required} preserve={false}><Input data-testid="open-warrant" autoComplete="off" /></Form.Item>
          <Form.Item
            name="handedOverAt" label={t('rules.handedOverAt')} preserve={false}
            rules={[{ validator: (_, value: string | undefined) => (parseRoomMinute(value ?? '', timeZone) === undefined ? Promise.reject(new Error(t('open.arrivedBad'))) : Promise.resolve()) }]}
          >
            <Input data-testid="open-handed-over" placeholder={t('open.arrivedHint')} autoComplete="off" />
          </Form.Item>
        </div>
      )}
      <details className="fold">
        <summary data-testid="open-more">{t('rules.more')}</summary>
        <div className="form-pair">
          <Form.Item name="identityNumber" label={`${t('rules.identityNumber')} (${t('common.optional')})`}><Input data-testid="open-identity" autoComplete="off" maxLength={32} /></Form.Item>
          <Form.Item name="birthDate" label={`${t('rules.birthDate')} (${t('common.optional')})`} rules={[{ pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('rules.birthDateBad') }]}><Input data-testid="open-birth-date" placeholder={t('rules.birthDateHint')} autoComplete="off" /></Form.Item>
        </div>
        <Form.Item name="sex" label={t('accounts.sex')} initialValue="unknown">
          <Radio.Group className="choices" optionType="button" buttonStyle="solid">{(['female', 'male', 'unknown'] as const).map((value) => <Radio.Button key={value} value={value} data-testid={`open-sex-${value}`}>{t(`sex.${value}`)}</Radio.Button>)}</Radio.Group>
        </Form.Item>
        <Form.Item name="needsInterpreter" valuePropName="checked"><Checkbox data-testid="open-interpreter">{t('rules.needsInterpreter')}</Checkbox></Form.Item>
        <Form.Item name="timeLimitId" label={t('rules.limit')}><Select data-testid="open-limit" allowClear placeholder={profile?.timeLimits[0] === undefined ? '' : pick(profile.timeLimits[0].title)} options={(profile?.timeLimits ?? []).map(({ id, title, limitMs }) => ({ value: id, label: `${pick(title)} · ${t('common.hours', { hours: limitMs / 3_600_000 })}` }))} /></Form.Item>
        <Form.Item name="offence" label={t('rules.offence')}><Select data-testid="open-offence" allowClear placeholder={t('offence.unknown')} options={offences.map((value) => ({ value, label: t(`offence.${value}`) }))} /></Form.Item>
        <Form.Item name="traits" label={t('rules.traits')}><Select data-testid="open-traits" mode="multiple" options={caseTraits.map((value) => ({ value, label: t(`caseTrait.${value}`) }))} /></Form.Item>
      </details>
    </>
  );
}

/** Asked once the station has refused a summons as too soon: why, and who approves it (requirement F3). */
export function SummonsFields() {
  const { t } = useText();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <div role="group" aria-label={t('rules.summonsTitle')} className="group" data-testid="open-summons">
      <h3>{t('rules.summonsTitle')}</h3>
      <Form.Item name="summonsReason" label={t('rules.summonsReason')} rules={required} preserve={false}><Input data-testid="open-summons-reason" autoComplete="off" maxLength={500} /></Form.Item>
      <div className="form-pair">
        <Form.Item name="summonsAccount" label={t('rules.approverAccount')} rules={required} preserve={false}><Input data-testid="open-summons-account" autoComplete="off" /></Form.Item>
        <Form.Item name="summonsPin" label={t('open.pin')} rules={required} preserve={false}><Input.Password data-testid="open-summons-pin" autoComplete="new-password" /></Form.Item>
      </div>
    </div>
  );
}
