import { AppError } from '../../shared/base/index.ts';
import type { RecordedPiece } from '../../shared/contract/index.ts';
import { readSpan } from '../segments/index.ts';
import type { SessionState } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import type { Station } from './station.ts';

/** A look at what was said, not a copy: longer stretches leave the station as packets alone. */
const mostMs = 30_000;

/** Plays a few recorded seconds, also while the session goes on. */
export function playMethods(station: Station): Pick<Handlers, 'session.play'> {
  return {
    'session.play': async ({ sessionId, fromMs, toMs }) => {
      if (toMs <= fromMs) throw new AppError('KEY_FACT_SPAN');
      const pieces = await piecesOf(station, station.sessionState(sessionId), fromMs, Math.min(toMs, fromMs + mostMs));
      if (pieces.length === 0) throw new AppError('KEY_FACT_SPAN');
      return { pieces };
    },
  };
}

/** The stamped picture of the interviewee, or the first there is; one piece for each segment that the span touches. */
async function piecesOf(station: Station, state: SessionState, fromMs: number, toMs: number): Promise<RecordedPiece[]> {
  const stamped = state.streams.filter(({ kind }) => kind === 'stamped');
  const stream = stamped.find(({ role }) => role === 'interviewee') ?? stamped[0];
  if (stream === undefined) return [];
  const request = { sessionId: state.sessionId, streamId: stream.streamId, fromMs, toMs };
  const { primary, mirror } = station.disks.folders;
  const spans = await readSpan({ ...request, folder: primary }).catch((error: unknown) => {
    station.log.error('the primary copy cannot be read', error);
    return readSpan({ ...request, folder: mirror });
  });
  return spans.map(({ startsAtMs, endsAtMs, media }) => ({ name: stream.name, startsAtMs: Math.round(startsAtMs), endsAtMs: Math.round(endsAtMs), mediaBase64: Buffer.from(media).toString('base64') }));
}
