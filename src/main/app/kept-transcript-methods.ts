import { AppError } from '../../shared/base/index.ts';
import { identityOf } from '../../shared/domain/index.ts';
import type { SessionController } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { keptOf } from './kept-state.ts';
import type { Station } from './station.ts';
import { readTranscriptFile } from './transcript-files.ts';

type KeptTranscriptMethods = Pick<
  Handlers,
  | 'transcript.get' | 'transcript.begin' | 'transcript.save' | 'transcript.linkFact' | 'transcript.close' | 'transcript.reopen' | 'transcript.readPage' | 'transcript.signPage'
  | 'transcript.refuseSignature' | 'transcript.finalise' | 'transcript.document'
>;

/** The transcript that is written in Shilu. */
export function keptTranscriptMethods(station: Station): KeptTranscriptMethods {
  const { desk, signing } = station;
  /** Everything that changes it happens in turn, and answers with how it is then. */
  const change = (sessionId: string, work: (controller: SessionController) => Promise<void> | void) =>
    desk.inTurn(async () => {
      const controller = station.controllerOf(sessionId);
      await work(controller);
      return desk.snapshot(controller.state);
    });
  return {
    'transcript.get': ({ sessionId }) => desk.inTurn(() => desk.snapshot(station.sessionState(sessionId))),
    'transcript.begin': ({ sessionId, kind }, { person }) => desk.inTurn(() => Promise.resolve(desk.begin(station.controllerOf(sessionId), person, kind))),
    'transcript.save': ({ sessionId, version, cause, lines, pasted }, { person }) => change(sessionId, (controller) => desk.save(controller, person, { version, cause, lines, pasted })),
    'transcript.linkFact': ({ sessionId, lineId, keyFact, span }, { person }) => change(sessionId, (controller) => {
      const nowMs = Math.floor(station.roomClock.now().atMs);
      desk.linkFact(controller, person, lineId, keyFact, 'lastSeconds' in span ? { fromMs: nowMs - span.lastSeconds * 1_000, toMs: nowMs } : span);
    }),
    'transcript.close': ({ sessionId }, { person }) => change(sessionId, (controller) => desk.close(controller, person)),
    'transcript.reopen': ({ sessionId }, { person }) => change(sessionId, (controller) => desk.reopen(controller, person)),
    'transcript.readPage': ({ sessionId, page, step, aloud }, { person }) =>
      change(sessionId, (controller) => (step === 'begin' ? signing.beginPage(controller, page) : signing.finishPage(controller, person, page, aloud))),
    'transcript.signPage': ({ sessionId, page, name, signsAs, method, path }, { person }) => change(sessionId, (controller) => {
      if ((method === 'pad') !== (path !== undefined)) throw new AppError('REQUEST_INVALID', { path: 'path', detail: 'a signature on the pad, and only that, has a path' });
      return signing.sign(controller, person, page, { name, signsAs }, method, path);
    }),
    'transcript.refuseSignature': async ({ sessionId, page, name, signsAs, reason, secondOfficer }, { person }) => {
      const second = identityOf(await station.accounts.approve(secondOfficer, ['officer'], [person]));
      return change(sessionId, (controller) => signing.refuse(controller, person, page, { name, signsAs }, reason, second));
    },
    'transcript.finalise': ({ sessionId }, { person }) => change(sessionId, (controller) => signing.finalise(controller, person)),
    'transcript.document': ({ sessionId, format }) => desk.inTurn(async () => {
      const state = station.sessionState(sessionId);
      const issued = keptOf(state).issued.find((each) => each.format === format);
      if (issued !== undefined) return { fileName: issued.fileName, contentBase64: Buffer.from(await readTranscriptFile(station, state.sessionId, issued.sha256)).toString('base64'), draft: false };
      const { title, ...documents } = await signing.documents(state);
      return { fileName: `${title}.${format}`, contentBase64: Buffer.from(documents[format]).toString('base64'), draft: true };
    }),
  };
}
