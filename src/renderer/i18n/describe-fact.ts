import { formatRoomTime } from '../../shared/domain/index.ts';
import type { MessageKey, Text } from './use-text.ts';
import { messages } from './messages.ts';

type Detail = Readonly<Record<string, unknown>>;

/** A fact of the ledger as a sentence. A fact this console does not know keeps its own name: nothing is ever left out. */
export function describeFact(type: string, detail: Detail, timeZone: string, text: Pick<Text, 't' | 'codeText'>): string {
  if (!isKnown(type)) return type;
  return text.t(`fact.${type}` as MessageKey, factWords(type, detail, timeZone, text)).trim();
}

function isKnown(type: string): boolean {
  const [noun = '', verb = ''] = type.split('.');
  const verbs = Object.entries(messages.zh.fact).find(([name]) => name === noun)?.[1];
  return verbs !== undefined && Object.hasOwn(verbs, verb);
}

function factWords(type: string, detail: Detail, timeZone: string, text: Pick<Text, 't' | 'codeText'>): Record<string, string | number> {
  const words: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'boolean') words[name] = yesOrNo(name, value, text.t);
    else if (typeof value === 'number') addNumber(words, name, value, timeZone);
    else if (typeof value === 'string') words[name] = wordFor(type, name, value, text);
    else if (typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string') words[name] = value.name;
  }
  return words;
}

const spans = new Set(['byMs', 'offsetMs', 'errorMs', 'latencyMs', 'spreadMs', 'displayErrorMs']);

function addNumber(words: Record<string, string | number>, name: string, value: number, timeZone: string): void {
  if (!name.endsWith('Ms') || spans.has(name)) words[name] = value;
  else if (name === 'heardMs' || name === 'dwellMs' || name === 'requiredMs' || name === 'lostAtMostMs') words[name.slice(0, -2)] = (value / 1000).toFixed(1);
  else if (name === 'allowedMs') words['hours'] = value / 3_600_000;
  else if (name === 'leftMs') words['minutes'] = value / 60_000;
  else words[name.slice(0, -2)] = formatRoomTime(value, timeZone).slice(11);
}

function yesOrNo(name: string, value: boolean, t: Text['t']): string {
  switch (name) {
    case 'passed': return t(value ? 'common.passed' : 'common.failed');
    case 'agrees': return t(value ? 'common.agrees' : 'common.differs');
    case 'on': return t(value ? 'common.on' : 'common.off');
    default: return t(value ? 'common.yes' : 'common.no');
  }
}

const optionalRemarks = new Set(['offered', 'answered', 'note', 'span.opened text', 'session.finished reason']);

function wordFor(type: string, name: string, value: string, { t, codeText }: Pick<Text, 't' | 'codeText'>): string {
  const group = wordGroups[`${type} ${name}`] ?? wordGroups[name];
  if (group !== undefined) return t(`${group}.${value}` as MessageKey);
  if (optionalRemarks.has(name) || optionalRemarks.has(`${type} ${name}`)) return value === '' ? '' : `; ${value}`;
  return name === 'reason' || name === 'code' ? codeText(value) : value;
}

/** Which list of words a field's value comes from; the fact's name decides where one field name has two meanings. */
const wordGroups: Readonly<Record<string, string>> = {
  capacity: 'capacity', cause: 'cause', remedy: 'remedy', 'interruption.continuedUnrecorded reason': 'unrecordedReason', 'span.opened kind': 'spanKind', 'room.registered kind': 'roomKind',
  disk: 'disk', fault: 'fault', source: 'clockSource', keyFact: 'keyFact', signsAs: 'signsAs', method: 'signingMethod', 'command.refused method': 'method', 'seal.signed decision': 'signing', 'clock.stepped action': 'clockAction',
  'session.verified level': 'verifyLevel', 'session.verified result': 'result',
  'line.locked reason': 'lockReason', 'ledger.doubted problem': 'ledgerProblem', 'break.corrected undoes': 'breakUndoes', 'approval.given step': 'approvalStep',
  'camera.added role': 'cameraRole', 'camera.stampSet by': 'stamp', 'microphone.added kind': 'microphoneKind', 'person.loggedIn role': 'role', 'account.added role': 'role', 'session.opened kind': 'sessionKind', 'marker.added kind': 'markerKind', 'transcript.lineBegun kind': 'lineKind', 'break.started kind': 'breakKind',
};
