import { canonicalJson, type JsonObject } from '../../shared/base/index.ts';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { packetLayout as at } from '../verify/index.ts';
import { placesAt, roomTimeOf } from './media-place.ts';
import type { PacketLine, PacketPresentation } from './packet-input.ts';

/** The statements of interruptions and breaks, and the words of the transcript, for machines and for searching (docs/format.md, "Statements"). Canonical JSON. */
export function statementFiles(presentation: PacketPresentation): readonly (readonly [string, string])[] {
  const text = transcriptText(presentation);
  return [
    [at.interruptionStatement, canonicalJson(interruptionStatement(presentation) as unknown as JsonObject)],
    [at.breakStatement, canonicalJson(breakStatement(presentation) as unknown as JsonObject)],
    ...(presentation.session.transcript === null ? [] : [[at.transcriptText, canonicalJson(text as unknown as JsonObject)] as const, [at.transcriptPlain, plainText(presentation)] as const]),
  ];
}

function interruptionStatement(presentation: PacketPresentation) {
  const { session } = presentation;
  return {
    format: 'shilu.interruptions.v1', sessionId: session.sessionId,
    interruptions: session.interruptionList.map((each) => {
      const { interruptionId, fromMs, toMs, reason, state, cause, note, readAloud, explainedBy, heardMs, requiredMs, spokenFrom, spokenTo, remedies, notes, unrecorded } = each;
      return {
        interruptionId, fromMs, toMs, measuredReason: reason, state, cause, note, readAloud,
        lastBefore: placesAt(presentation, fromMs, 'end'), firstAfter: toMs === null ? [] : placesAt(presentation, toMs, 'begin'),
        explanation: spokenFrom === null ? null : { by: explainedBy, fromMs: roomTimeOf(presentation, spokenFrom), toMs: roomTimeOf(presentation, spokenTo), from: spokenFrom, to: spokenTo, heardMs, requiredMs },
        remedies, notes, unrecorded, signed: signedRow(presentation, interruptionId)?.agrees ?? null,
      };
    }),
  };
}

/** Whether and when the interviewee signed the interruption in the transcript, as the reconciliation found it. */
export function signedRow({ session }: Pick<PacketPresentation, 'session'>, interruptionId: string) {
  return session.reconciliation?.rows.find(({ item, subject }) => item === 'interruption-signed' && subject === interruptionId);
}

function breakStatement(presentation: PacketPresentation) {
  const { session } = presentation;
  return {
    format: 'shilu.breaks.v1', sessionId: session.sessionId,
    breaks: session.breaks.map(({ breakId, kind, offered, answered, startedAtMs, endedAtMs, note, withdrawn, voided, heardMs }) => ({
      breakId, kind, offered, answered, fromMs: startedAtMs, toMs: endedAtMs, measuredMs: endedAtMs === null ? null : endedAtMs - startedAtMs, note, withdrawn, voided, heardMs,
      from: placesAt(presentation, startedAtMs, 'begin'), to: endedAtMs === null ? [] : placesAt(presentation, endedAtMs, 'begin'),
    })),
  };
}

function transcriptText({ session, transcriptLines }: PacketPresentation) {
  return { format: 'shilu.transcriptText.v1', sessionId: session.sessionId, transcriptSha256: session.transcript?.sha256 ?? '', lines: transcriptLines };
}

const marks: Readonly<Record<PacketLine['kind'], string>> = { question: '问:', answer: '答:', remark: '(记)', paragraph: '' };

function plainText({ transcriptLines, timeZone }: PacketPresentation): string {
  return transcriptLines.map(({ atMs, kind, text }) => `${atMs === null ? '' : `[${formatRoomTime(atMs, timeZone).slice(11)}] `}${marks[kind]}${text}\n`).join('');
}
