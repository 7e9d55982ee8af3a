import { AppError } from '../../shared/base/index.ts';
import type { MethodParams } from '../../shared/contract/index.ts';
import { identityOf, type AttendanceMoment, type PersonIdentity } from '../../shared/domain/index.ts';
import type { FactPayloads } from '../../shared/ledger/index.ts';
import { noticeRoles } from '../rules/index.ts';
import { ConductDesk, decideAttendance, decideAttendanceWitness, type SessionState } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { officerByCredentials } from './open-session.ts';
import { sessionView } from './session-view.ts';
import { noticesView } from './signed-stay-view.ts';
import type { Station } from './station.ts';
import { keepSignature } from './transcript-files.ts';

type SignedMethods = Pick<Handlers, 'attendance.sign' | 'attendance.refuse' | 'notice.acknowledge'>;

/** What people sign beside the transcript: when they came and left (F1), and that a failure to record was reported (E5). */
export function signedStayMethods(station: Station): SignedMethods {
  const view = (sessionId: string) => sessionView(station, station.sessionState(sessionId));
  return {
    'attendance.sign': async (params, { person }) => {
      await signAttendance(station, params, person);
      return view(params.sessionId);
    },
    'attendance.refuse': async ({ sessionId, moment, language, reason, witness }, { person }) => {
      const state = station.sessionState(sessionId);
      const { ofMs, text } = said(station, state, moment);
      const second = identityOf(await officerByCredentials(station, witness));
      decideAttendanceWitness(state, person, second);
      said(station, station.sessionState(sessionId), moment);
      write(station, state, 'attendance.refused', { moment, ofMs, name: state.interviewee, language, text: text[language], reason, witness: second }, person);
      return view(sessionId);
    },
    'notice.acknowledge': async ({ sessionId, interruptionId, toldTo, note, approver }, { person }) => {
      const controller = station.controllerOf(sessionId);
      const notice = controller.state.notices.find((each) => each.interruptionId === interruptionId);
      if (notice === undefined) throw new AppError('NOTICE_UNKNOWN');
      const acknowledgedBy = identityOf(await station.accounts.approve(approver, noticeRoles(station.profile, notice), controller.state.officers));
      const text = noticesView(station, controller.state).find((each) => each.interruptionId === interruptionId)?.text ?? notice.text;
      new ConductDesk(controller, station.sessionParts).acknowledgeNotice(person, interruptionId, { toldTo, note, text, acknowledgedBy });
      station.changed();
      return view(sessionId);
    },
  };
}

/** A pad is signed in the recording alone (GAX 387); after it, on paper. */
async function signAttendance(station: Station, { sessionId, moment, language, method, path }: MethodParams<'attendance.sign'>, by: PersonIdentity): Promise<void> {
  if ((method === 'pad') !== (path !== undefined)) throw new AppError('REQUEST_INVALID', { path: 'path', detail: 'a signature on the pad, and only that, has a path' });
  const state = station.sessionState(sessionId);
  said(station, state, moment);
  if (path !== undefined && !isRecordedNow(station, state)) throw new AppError('SIGNING_NOT_RECORDED');
  const imageSha256 = path === undefined ? '' : await keepSignature(station, state.sessionId, path);
  const { ofMs, text } = said(station, station.sessionState(sessionId), moment);
  write(station, state, 'attendance.signed', { moment, ofMs, name: state.interviewee, language, text: text[language], method, imageSha256 }, by);
}

function isRecordedNow({ controller }: Station, { sessionId }: SessionState): boolean {
  return controller?.state.sessionId === sessionId && controller.state.stage.status !== 'sealing' && controller.isRecorded;
}

function said(station: Station, state: SessionState, moment: AttendanceMoment) {
  return decideAttendance(state, moment, { attendance: station.sessions.attendanceOf(state.sessionId), leftAtMs: station.sessions.leftAtMs(state.sessionId), timeZone: station.settings.room.timeZone });
}

/** Through the controller while the room holds the session; the leaving may be signed long after the seal. */
function write<T extends 'attendance.signed' | 'attendance.refused'>(station: Station, { sessionId }: SessionState, type: T, payload: FactPayloads[T], by: PersonIdentity): void {
  const { controller, facts } = station;
  if (controller?.state.sessionId === sessionId) controller.note(type, payload, by);
  else facts.write(sessionId, type, payload, by);
  station.changed();
}
