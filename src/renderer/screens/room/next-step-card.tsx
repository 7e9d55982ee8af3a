import { Button } from 'antd';
import type { RoomSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Locks, Panel, ArrowRightOutlined } from '../../components/index.ts';
import { useText, type MessageKey } from '../../i18n/index.ts';
import type { LoggedIn } from '../../stores/index.ts';
import { CheckStep } from './check-step.tsx';
import { ExplainStep } from './explain-step.tsx';
import { FinishForm } from './finish-form.tsx';
import { HandBackForm, LeavingForm } from './leaving-form.tsx';
import { NoteForm } from './note-form.tsx';
import { AttendanceForm } from './attendance-form.tsx';
import { OutsideNotices } from './outside-notice-form.tsx';
import { OpenStep } from './open-step.tsx';
import { BeforeStart } from './before-start.tsx';
import { Remedies } from './remedies.tsx';
import { AttendStep, RecordStep } from './record-step.tsx';
import { SealedStep, SealStep } from './seal-step.tsx';
import { beforeOpening, toExplain, type NextStep } from './stage.ts';
import { SigningStep } from './signing-step.tsx';
import { StartStep } from './start-step.tsx';
import { StatementStep } from './statement-step.tsx';
import { TranscriptStep } from './transcript-step.tsx';

interface NextStepCardProps {
  readonly room: RoomSnapshot;
  readonly person: LoggedIn;
  readonly step: NextStep;
  readonly nowMs: number;
  readonly onGoToCameras: () => void;
}

/** The next step of this person in this state, and nothing that is not to be done now. */
export function NextStepCard({ room, person, step, nowMs, onGoToCameras }: NextStepCardProps) {
  const { t } = useText();
  const { session, timeZone } = room;
  switch (step) {
    case 'add-cameras':
      return (
        <Panel title={t('wait.addCameras')} tone="next" testId="next-add-cameras">
          <p>{t('wait.addCamerasHint')}</p>
          <Button type="primary" size="large" block icon={<ArrowRightOutlined />} data-testid="action-go-cameras" onClick={onGoToCameras}>{t('wait.goCameras')}</Button>
        </Panel>
      );
    case 'set-up': return <><Wait title="wait.camerasReady" hint="wait.camerasReadyHint" />{person.role === 'administrator' && <CheckStep check={room.check} timeZone={timeZone} />}</>;
    case 'ask-for-cameras': return <Wait title="wait.officerAddCameras" hint="wait.officerAddCamerasHint" />;
    case 'attend-wait': return <><Wait title="wait.attendantIdle" hint="wait.attendantIdleHint" /><CheckStep check={room.check} timeZone={timeZone} /></>;
    case 'attend-done': return session === null || session.status === 'abandoned' ? <Wait title="wait.attendantDone" hint="wait.attendantDoneHint" /> : <><Wait title="wait.attendantDone" hint="wait.attendantDoneLog" /><Departed session={session} timeZone={timeZone} /></>;
    case 'check': return <><CheckStep check={room.check} timeZone={timeZone} next={room.check?.passed !== true} /><Locks locks={session?.locks ?? []} />{session !== null && session.status === 'open' && <BeforeStart session={session} timeZone={timeZone} />}</>;
    case 'open': return <><OpenStep room={room} person={person} /><CheckStep check={room.check} timeZone={timeZone} /></>;
    case 'sealed': return <><SealedStep session={opened(session)} timeZone={timeZone} /><Departed session={opened(session)} timeZone={timeZone} /><AttendanceForm key={`leaving-${opened(session).sessionId}`} session={opened(session)} moment="leaving" timeZone={timeZone} /><NextSession room={room} person={person} /></>;
    default: return <InSession room={room} session={opened(session)} person={person} step={step} nowMs={nowMs} />;
  }
}

interface InSessionProps {
  readonly room: RoomSnapshot;
  readonly session: SessionSnapshot;
  readonly person: LoggedIn;
  readonly step: Exclude<NextStep, 'add-cameras' | 'set-up' | 'ask-for-cameras' | 'attend-wait' | 'attend-done' | 'check' | 'open' | 'sealed'>;
  readonly nowMs: number;
}

function InSession({ room, session, step, nowMs }: InSessionProps) {
  const { timeZone } = room;
  const interruption = toExplain(session);
  switch (step) {
    case 'start': return <><StartStep session={session} check={room.check} timeZone={timeZone} /><BeforeStart session={session} timeZone={timeZone} /></>;
    case 'starting': return <Wait title="wait.starting" hint="wait.startingHint" />;
    case 'record': return <><RecordStep session={session} timeZone={timeZone} nowMs={nowMs} /><Locks locks={session.locks} /></>;
    case 'attend': return <>{session.interrupted && <><Wait title="wait.interrupted" hint="wait.interruptedHint" tone="alarm" /><Remedies session={session} timeZone={timeZone} mayDecide={false} /></>}{interruption !== undefined && <Wait title="wait.explainByOfficer" hint="wait.explainByOfficerHint" tone="alarm" />}<AttendStep session={session} timeZone={timeZone} /></>;
    case 'interrupted': return <><Wait title="wait.interrupted" hint="wait.interruptedHint" tone="alarm" /><Remedies session={session} timeZone={timeZone} mayDecide /><OutsideNotices session={session} timeZone={timeZone} /><Locks locks={session.locks} /><FinishForm session={session} /></>;
    case 'explain':
      return (
        <>
          {interruption !== undefined && <ExplainStep key={interruption.interruptionId} session={session} interruption={interruption} timeZone={timeZone} nowMs={nowMs} />}
          {interruption !== undefined && <NoteForm key={`note ${interruption.interruptionId}`} sessionId={session.sessionId} interruption={interruption} timeZone={timeZone} />}
          <Locks locks={session.locks} />
        </>
      );
    case 'transcript': return <><StatementStep session={session} timeZone={timeZone} /><OutsideNotices session={session} timeZone={timeZone} /><TranscriptStep session={session} timeZone={timeZone} />{session.detained && <Departed session={session} timeZone={timeZone} />}<Locks locks={session.locks} /></>;
    case 'sign': return session.sealing === null ? null : <SigningStep session={session} sealing={session.sealing} timeZone={timeZone} />;
    case 'seal': return <><StatementStep session={session} timeZone={timeZone} /><OutsideNotices session={session} timeZone={timeZone} />{session.detained && <Departed session={session} timeZone={timeZone} />}<SealStep session={session} /><TranscriptStep session={session} timeZone={timeZone} linked /></>;
  }
}

/** When the interviewee left, or was handed back to the detention centre. */
function Departed({ session, timeZone }: { readonly session: SessionSnapshot; readonly timeZone: string }) {
  const { sessionId, recordingEndMs, finishedAtMs, detained, handedBackAtMs, leftAtMs } = session;
  const endMs = finishedAtMs === null ? null : Math.max(finishedAtMs, recordingEndMs ?? 0);
  const props = { sessionId, endMs, timeZone };
  return detained ? <HandBackForm key={sessionId} {...props} atMs={handedBackAtMs} /> : <LeavingForm key={sessionId} {...props} atMs={leftAtMs} />;
}

/** After a seal, the next session begins with the same check. */
function NextSession({ room, person }: { readonly room: RoomSnapshot; readonly person: LoggedIn }) {
  switch (beforeOpening(room)) {
    case 'ask-for-cameras': return <Wait title="wait.officerAddCameras" hint="wait.officerAddCamerasHint" />;
    case 'check': return <CheckStep check={room.check} timeZone={room.timeZone} />;
    case 'open': return <><OpenStep room={room} person={person} folded /><CheckStep check={room.check} timeZone={room.timeZone} /></>;
  }
}

function Wait({ title, hint, tone = 'next' }: { readonly title: MessageKey; readonly hint: MessageKey; readonly tone?: 'next' | 'alarm' }) {
  const { t } = useText();
  return <Panel title={t(title)} tone={tone} testId={`wait-${title.slice(5)}`}><p>{t(hint)}</p></Panel>;
}

function opened(session: SessionSnapshot | null): SessionSnapshot {
  if (session === null) throw new Error('This step needs a session');
  return session;
}
