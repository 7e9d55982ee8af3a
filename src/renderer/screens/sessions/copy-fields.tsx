import { Form, Input, Radio } from 'antd';
import { copyKinds, type CopyKind } from '../../../shared/domain/index.ts';
import { useText } from '../../i18n/index.ts';

/** What a copy says of itself: for what, who asked, and who approved with their own credentials (articles 33, 36, 37). */
export interface CopyFieldValues {
  readonly kind: CopyKind;
  readonly requestedBy?: string;
  readonly approverAccount?: string;
  readonly approverPin?: string;
}

/** Which copies take the chief. */
export function needsApproval(kind: CopyKind): boolean {
  return kind === 'work' || kind === 'public';
}

/** The part of a request for a copy that these fields stand for. */
export function copyRequest({ kind, requestedBy, approverAccount, approverPin }: CopyFieldValues) {
  const approver = needsApproval(kind) && approverAccount !== undefined && approverPin !== undefined ? { approver: { account: approverAccount, pin: approverPin } } : {};
  return { kind, requestedBy: requestedBy?.trim() ?? '', ...approver };
}

/** Fields of a form; `kind` is the value that the form holds now. */
export function CopyFields({ kind }: { readonly kind: CopyKind }) {
  const { t } = useText();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="kind" label={t('copies.kind')} extra={t(`copies.kindHint.${kind}`)}>
        <Radio.Group className="choices choices-two" data-testid="copy-kind">
          {copyKinds.map((each) => <Radio.Button key={each} value={each} data-testid={`copy-kind-${each}`}>{t(`copies.kinds.${each}`)}</Radio.Button>)}
        </Radio.Group>
      </Form.Item>
      {kind !== 'hand-over' && <Form.Item name="requestedBy" label={t('copies.requestedBy')} rules={required}><Input data-testid="copy-requested-by" placeholder={t('copies.requestedByHint')} autoComplete="off" maxLength={120} /></Form.Item>}
      {needsApproval(kind) && (
        <div role="group" aria-label={t('copies.approver')} className="group">
          <h3>{t('copies.approver')}</h3>
          <div className="form-pair">
            <Form.Item name="approverAccount" label={t('open.account')} rules={required}><Input data-testid="copy-approver-account" autoComplete="off" /></Form.Item>
            <Form.Item name="approverPin" label={t('open.pin')} rules={required}><Input.Password data-testid="copy-approver-pin" autoComplete="new-password" /></Form.Item>
          </div>
        </div>
      )}
    </>
  );
}
