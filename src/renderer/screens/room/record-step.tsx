import { Tabs } from 'antd';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { AttendanceForm } from './attendance-form.tsx';
import { BreakWordsStep } from './break-words.tsx';
import { BreakForm, OpenBreak } from './break-form.tsx';
import { ExtendLimit } from './legal-limit.tsx';
import { FinishForm } from './finish-form.tsx';
import { MarkForm } from './mark-form.tsx';
import { RefusalToSign } from './refusal-to-sign.tsx';
import { OutsideNotices } from './outside-notice-form.tsx';
import { NoticeStep, SpanForm } from './span-form.tsx';
import { PersonsForm } from './persons-form.tsx';
import { StatementStep } from './statement-step.tsx';
import { toSign } from './stage.ts';

interface DuringProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
}

/** What an officer does while recording runs. There is no pause. */
export function RecordStep({ session, timeZone, nowMs }: DuringProps & { readonly nowMs: number }) {
  const { t } = useText();
  const openBreak = session.breaks.find(({ endedAtMs }) => endedAtMs === null);
  return (
    <>
      <BreakWordsStep session={session} />
      {openBreak !== undefined && <OpenBreak session={session} item={openBreak} timeZone={timeZone} />}
      {/* What the interviewee signs follows the explanation that was just given: the pad is in sight without scrolling. */}
      <StatementStep session={session} timeZone={timeZone} />
      <NoticeStep session={session} nowMs={nowMs} isNext={toSign(session) === undefined} />
      <OutsideNotices session={session} timeZone={timeZone} />
      <ExtendLimit session={session} nowMs={nowMs} />
      <Panel title={t('record.title')} tone="next" testId="next-record" extra={<span className="muted">{t('record.noPause')}</span>}>
        <Tabs
          size="large" tabBarGutter={20}
          items={[
            { key: 'span', label: <span data-testid="tab-span">{t('rules.spans')}</span>, children: <SpanForm session={session} nowMs={nowMs} /> },
            { key: 'mark', label: <span data-testid="tab-mark">{t('record.mark')}</span>, children: <MarkForm session={session} /> },
            { key: 'break', label: <span data-testid="tab-break">{t('record.break')}</span>, children: openBreak === undefined ? <BreakForm session={session} /> : <p>{t('record.breakOpen', { kind: t(`breakKind.${openBreak.kind}`) })}</p> },
            { key: 'persons', label: <span data-testid="tab-persons">{t('record.persons')}</span>, children: <PersonsForm session={session} timeZone={timeZone} /> },
          ]}
        />
      </Panel>
      <AttendanceForm session={session} moment="arrival" timeZone={timeZone} />
      <RefusalToSign session={session} />
      <FinishForm session={session} />
    </>
  );
}

/** What an attendant does while recording runs: breaks and people, nothing else. */
export function AttendStep({ session, timeZone }: DuringProps) {
  const { t } = useText();
  const openBreak = session.breaks.find(({ endedAtMs }) => endedAtMs === null);
  return (
    <>
      {openBreak === undefined
        ? <Panel title={t('record.breakStart')} tone="next" testId="next-break"><BreakForm session={session} /></Panel>
        : <OpenBreak session={session} item={openBreak} timeZone={timeZone} />}
      <Panel title={t('record.persons')} testId="persons-panel"><PersonsForm session={session} timeZone={timeZone} /></Panel>
    </>
  );
}
