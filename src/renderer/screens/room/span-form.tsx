import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { MethodResult, SessionSnapshot, SpanSnapshot } from '../../../shared/contract/index.ts';
import { spanKinds, type SpanKind } from '../../../shared/domain/index.ts';
import { AudioOutlined, CheckCircleFilled, duration, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

type Notice = 'recording-notice' | 'rights';
const missing: Readonly<Record<Notice, string>> = { 'recording-notice': 'RECORDING_NOTICE_MISSING', rights: 'RIGHTS_NOTICE_MISSING' };
const acts = spanKinds.filter((kind) => kind !== 'recording-notice' && kind !== 'rights');

interface SpanProps {
  readonly session: SessionSnapshot;
  readonly nowMs: number;
}

/** The notice that must be given next, with the words to say: it counts when it is heard on the recording. */
export function NoticeStep({ session, nowMs, isNext }: SpanProps & { readonly isNext: boolean }) {
  const { t, pick } = useText();
  const open = useCall('session.spanOpen');
  const close = useCall('session.spanClose');
  const profile = useProfile();
  const kind = (['recording-notice', 'rights'] as const).find((each) => session.locks.some(({ code }) => code === missing[each]));
  if (kind === undefined) return null;
  const { sessionId } = session;
  const running = openSpan(session, kind);
  return (
    <Panel title={t('rules.noticeTitle', { notice: t(`spanKind.${kind}`) })} tone={isNext ? 'next' : 'plain'} testId="notice-panel">
      <p>{t('rules.noticeHint')}</p>
      {profile !== null && <blockquote className="read-aloud" data-testid="notice-text">{pick(profile.notices[kind])}</blockquote>}
      {running === undefined
        ? <Button type="primary" size="large" block className="big" loading={open.busy} data-testid="action-notice-begin" onClick={() => void open.run({ sessionId, kind })}>{t('rules.noticeBegin')}</Button>
        : (
          <>
            <p className="listening" role="status"><AudioOutlined aria-hidden /> {t('rules.listening')} <span className="mono">{duration(nowMs - running.fromMs)}</span></p>
            <Button type="primary" size="large" block className="big" loading={close.busy} data-testid="action-notice-end" onClick={() => void close.run({ sessionId, spanId: running.spanId })}>{t('rules.noticeEnd')}</Button>
          </>
        )}
      <Refusal error={close.error ?? open.error} />
    </Panel>
  );
}

/** What has a beginning and an end on the recording: press to begin, press again to end (article 25). */
export function SpanForm({ session, nowMs }: SpanProps) {
  const { t } = useText();
  const open = useCall('session.spanOpen');
  const close = useCall('session.spanClose');
  const [text, setText] = useState('');
  const { sessionId } = session;
  const begin = async (kind: SpanKind): Promise<void> => {
    if ((await open.run({ sessionId, kind, text })) !== undefined) setText('');
  };
  return (
    <>
      <Input size="large" data-testid="span-text" aria-label={t('record.markText')} placeholder={t('rules.spanPlaceholder')} value={text} maxLength={500} autoComplete="off" onChange={({ target }) => setText(target.value)} />
      <div className="span-keys">
        {acts.map((kind) => {
          const running = openSpan(session, kind);
          const done = session.spans.some((span) => span.kind === kind && span.toMs !== null);
          return (
            <Button
              key={kind} size="large" type={running === undefined ? 'default' : 'primary'} danger={running !== undefined} aria-pressed={running !== undefined} data-testid={`span-${kind}`} disabled={open.busy || close.busy}
              onClick={() => void (running === undefined ? begin(kind) : close.run({ sessionId, spanId: running.spanId }))}
            >
              {done && running === undefined && <CheckCircleFilled aria-hidden />} {running === undefined ? t(`spanKind.${kind}`) : `${t('rules.spanEnd', { span: t(`spanKind.${kind}`) })} ${duration(nowMs - running.fromMs)}`}
            </Button>
          );
        })}
      </div>
      <Refusal error={close.error ?? open.error} />
    </>
  );
}

function openSpan(session: SessionSnapshot, kind: SpanKind): SpanSnapshot | undefined {
  return session.spans.find((span) => span.kind === kind && span.toMs === null);
}

/** The rules of this room, asked for once. */
export function useProfile(): MethodResult<'profile.current'> | null {
  const { run } = useCall('profile.current');
  const [profile, setProfile] = useState<MethodResult<'profile.current'> | null>(null);
  useEffect(() => {
    void run({}).then((value) => setProfile(value ?? null));
  }, [run]);
  return profile;
}
