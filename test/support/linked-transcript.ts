import type { ReconciliationSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import type { StationLine } from './station-process.ts';
import { transcriptDocument } from './transcript-document.ts';

const training = { account: 'officer2', pin: '2222' };

/** Links a fitting transcript to a finished session; what it leaves out, the two officers explain. */
export async function linkTranscript(officer: StationLine, sessionId: string, secondOfficer = training): Promise<void> {
  const { session } = await officer.call<{ session: SessionSnapshot }>('session.get', { sessionId });
  const [start, end] = [session.recordingStartMs, session.recordingEndMs].map((ms) => formatRoomTime(ms ?? 0, 'Asia/Shanghai').slice(0, 16));
  const document = await transcriptDocument(start ?? '', end ?? '', session.officers.map(({ name }) => name), session.interviewee, session.place, session.interruptionList);
  const { reconciliation } = await officer.call<{ reconciliation: ReconciliationSnapshot }>('transcript.link', { sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
  if (!reconciliation.settled) await officer.call('transcript.explain', { sessionId, reason: '训练笔录从简', secondOfficer });
}
