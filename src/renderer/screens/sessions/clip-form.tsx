import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { MethodResult, SessionSnapshot, TimelineItem } from '../../../shared/contract/index.ts';
import { PacketReportView, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation } from '../../stores/index.ts';
import { ClipCuts } from './clip-cuts.tsx';
import { clipCopies, clipStreams } from './clip-sources.ts';
import { ExportProgress } from './export-progress.tsx';
import { wrongCut, type Bounds } from './room-second.ts';

interface ClipFields {
  readonly packetId: string;
  readonly copyPath?: string;
  readonly streamIds: string[];
  readonly purpose: string;
  readonly recipient: string;
  readonly requestedBy?: string;
  readonly directory?: string;
  readonly approverAccount: string;
  readonly approverPin: string;
}

interface ClipFormProps {
  readonly session: SessionSnapshot;
  readonly timeline: readonly TimelineItem[];
  readonly timeZone: string;
  /** After a clip: it is a fact of the session. */
  readonly onMade: () => void;
}

/** Cuts a clip from an exported copy, with the chief's own credentials (article 33). */
export function ClipForm({ session, timeline, timeZone, onMade }: ClipFormProps) {
  const { t } = useText();
  const copies = clipCopies(timeline);
  if (session.status !== 'sealed' || session.recordingStartMs === null || session.recordingEndMs === null) return null;
  if (copies.length === 0) return <Panel title={t('clip.title')} testId="clip-panel"><p className="muted">{t('clip.noCopy')}</p></Panel>;
  return <CutFromCopy session={session} copies={copies} streams={clipStreams(timeline)} bounds={{ fromMs: session.recordingStartMs, toMs: session.recordingEndMs }} timeZone={timeZone} onMade={onMade} />;
}

interface CutFromCopyProps extends Pick<ClipFormProps, 'session' | 'timeZone' | 'onMade'> {
  readonly copies: ReturnType<typeof clipCopies>;
  readonly streams: ReturnType<typeof clipStreams>;
  readonly bounds: Bounds;
}

function CutFromCopy({ session, copies, streams, bounds, timeZone, onMade }: CutFromCopyProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('clip.make');
  const [made, setMade] = useState<MethodResult<'clip.make'> | null>(null);
  const [cuts, setCuts] = useState<readonly Bounds[]>([{ fromMs: bounds.fromMs, toMs: Math.min(bounds.toMs, bounds.fromMs + 60_000) }]);
  const exporting = useStation(({ room }) => room?.exporting ?? null);
  const off = busy || exporting !== null;
  const wrong = wrongCut(cuts);
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const filled = (name: 'copyPath' | 'directory', text: string | undefined) => ((text ?? '').trim() === '' ? {} : { [name]: (text ?? '').trim() });
  const make = async ({ packetId, copyPath, streamIds, purpose, recipient, requestedBy, directory, approverAccount, approverPin }: ClipFields): Promise<void> => {
    setMade(null);
    const result = await run({
      sessionId: session.sessionId, packetId, streamIds, cuts: cuts.map((cut) => ({ ...cut })), purpose, recipient, requestedBy: requestedBy ?? '', approver: { account: approverAccount, pin: approverPin },
      ...filled('copyPath', copyPath), ...filled('directory', directory),
    });
    if (result === undefined) return;
    setMade(result);
    onMade();
  };
  return (
    <Panel title={t('clip.title')} testId="clip-panel">
      <p className="muted">{t('clip.hint')}</p>
      <Form<ClipFields> name="clip" layout="vertical" requiredMark={false} disabled={off} initialValues={{ packetId: copies.at(-1)?.packetId, streamIds: streams.map(({ streamId }) => streamId) }} onFinish={(fields) => void make(fields)}>
        <div className="form-pair">
          <Form.Item name="packetId" label={t('clip.copy')} rules={required}>
            <Select data-testid="clip-copy" options={copies.map(({ packetId, number, recipient }) => ({ value: packetId, label: t('clip.copyNumber', { number, recipient }) }))} />
          </Form.Item>
          <Form.Item name="copyPath" label={t('clip.copyPath')}><Input data-testid="clip-copy-path" placeholder={t('clip.copyPathHint')} autoComplete="off" maxLength={1_000} /></Form.Item>
        </div>
        <Form.Item name="streamIds" label={t('clip.cameras')} rules={[{ type: 'array', min: 1, message: t('common.required') }]}>
          <Checkbox.Group data-testid="clip-cameras" options={streams.map(({ streamId, name }) => ({ value: streamId, label: name }))} />
        </Form.Item>
        <ClipCuts cuts={cuts} onCuts={setCuts} bounds={bounds} timeZone={timeZone} disabled={off} />
        {wrong !== null && <p className="problem" role="alert" data-testid="clip-wrong">{t('clip.wrong', { number: wrong })}</p>}
        <div className="form-pair">
          <Form.Item name="purpose" label={t('clip.reason')} rules={required}><Input data-testid="clip-purpose" autoComplete="off" maxLength={300} /></Form.Item>
          <Form.Item name="recipient" label={t('packet.recipient')} rules={required}><Input data-testid="clip-recipient" autoComplete="off" maxLength={120} /></Form.Item>
          <Form.Item name="requestedBy" label={t('copies.requestedBy')} rules={required}><Input data-testid="clip-requested-by" placeholder={t('copies.requestedByHint')} autoComplete="off" maxLength={120} /></Form.Item>
          <Form.Item name="directory" label={t('packet.directory')}><Input data-testid="clip-directory" placeholder={t('packet.directoryHint')} autoComplete="off" maxLength={1_000} /></Form.Item>
        </div>
        <div role="group" aria-label={t('copies.approver')} className="group">
          <h3>{t('copies.approver')}</h3>
          <div className="form-pair">
            <Form.Item name="approverAccount" label={t('open.account')} rules={required}><Input data-testid="clip-approver-account" autoComplete="off" /></Form.Item>
            <Form.Item name="approverPin" label={t('open.pin')} rules={required}><Input.Password data-testid="clip-approver-pin" autoComplete="new-password" /></Form.Item>
          </div>
        </div>
        <Button type="primary" size="large" block htmlType="submit" loading={busy} disabled={off || wrong !== null} data-testid="action-clip">{t(busy ? 'clip.making' : 'clip.submit')}</Button>
      </Form>
      {busy && exporting !== null && <ExportProgress exporting={exporting} />}
      <Refusal error={error} />
      {made !== null && (
        <>
          <p>{t('packet.written')} <span className="mono wrap" data-testid="clip-path">{made.path}</span> <span className="muted">{t('packet.bytes', { mb: (made.bytes / 1e6).toFixed(1) })}</span></p>
          <PacketReportView report={made.report} />
        </>
      )}
    </Panel>
  );
}
