import { describe, expect, it } from 'vitest';
import {
  breakKinds, cameraRoles, microphoneKinds, capacities, caseTraits, disks, interruptionCauses, interruptionRemedies, mobileReasons, offences, placeKinds, roomKinds, spanKinds, unrecordedReasons, keyFactKinds, legalClasses, lineKinds, markerKinds, roles, sessionKinds, sexes, sessionStatuses, signingMethods, signerCapacities, signingDecisions,
} from '../../shared/domain/index.ts';
import { contract, schema } from '../../shared/contract/index.ts';
import type { FactType } from '../../shared/ledger/index.ts';
import { messages } from '../i18n/index.ts';

const paths = (node: unknown, at = ''): string[] =>
  typeof node === 'string' ? [at] : Object.entries(node as Record<string, unknown>).flatMap(([key, child]) => paths(child, at === '' ? key : `${at}.${key}`));

const textAt = (locale: 'zh' | 'en', path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], messages[locale]);

const placeholders = (text: unknown): string[] => [...String(text).matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

/** A record, so that a new fact without an entry here is a compile error. */
const factTypes: Readonly<Record<FactType, true>> = {
  'station.started': true, 'station.stopped': true, 'person.loggedIn': true, 'account.added': true, 'account.pinSet': true, 'account.pinChanged': true, 'account.disabled': true, 'account.enabled': true, 'line.locked': true, 'line.unlocked': true, 'command.refused': true, 'approval.given': true, 'lease.overlapped': true, 'login.refused': true, 'clock.configured': true, 'clock.stepped': true, 'systemClock.stepped': true, 'clock.aligned': true, 'climate.configured': true, 'camera.latencyMeasured': true, 'camera.stampSet': true, 'camera.stampDropped': true,
  'encoder.chosen': true, 'encoder.givenUp': true, 'head.signed': true, 'ledger.doubted': true, 'ledger.completed': true, 'database.restored': true, 'break.corrected': true, 'break.voided': true, 'officer.called': true, 'officer.answered': true,
  'microphone.added': true, 'microphone.renamed': true, 'microphone.removed': true, 'camera.added': true, 'camera.removed': true, 'camera.clockSet': true, 'check.completed': true, 'session.opened': true, 'session.started': true, 'session.finished': true, 'session.sealed': true, 'seal.begun': true, 'seal.signed': true, 'seal.withdrawn': true, 'closing.ended': true, 'session.verified': true, 'key.replaced': true, 'timeStamp.configured': true,
  'person.entered': true, 'person.left': true, 'marker.added': true, 'break.started': true, 'break.ended': true, 'run.started': true, 'run.ended': true,
  'segment.finalized': true, 'segment.recovered': true, 'recording.proven': true, 'recording.began': true, 'recording.ended': true, 'disk.failed': true, 'disk.returned': true, 'disk.replaced': true, 'copy.completed': true, 'copy.failed': true, 'recording.recovered': true, 'alarm.raised': true, 'fault.began': true, 'fault.ended': true, 'alarm.cleared': true, 'gap.opened': true,
  'gap.closed': true, 'interruption.opened': true, 'interruption.closed': true, 'explanation.begun': true, 'explanation.rejected': true, 'interruption.explained': true,
  'session.abandoned': true, 'span.opened': true, 'span.closed': true, 'signature.refused': true, 'limit.extended': true, 'limit.warned': true, 'detention.handedBack': true, 'room.registered': true,
  'interruption.remedyTried': true, 'interruption.noted': true, 'interruption.reopened': true, 'interviewee.left': true, 'stays.found': true, 'interruption.widened': true, 'interruption.signed': true, 'interruption.signingRefused': true, 'interruption.continuedUnrecorded': true,
  'transcript.linked': true, 'transcript.reconciled': true, 'reconciliation.explained': true, 'transcript.lineBegun': true, 'transcript.textPasted': true, 'transcript.versionSaved': true, 'keyFact.linked': true,
  'transcript.closed': true, 'transcript.reopened': true, 'page.read': true, 'page.signed': true, 'signing.refused': true, 'transcript.finalised': true, 'transcript.issued': true,
  'break.spoken': true, 'break.recordingStopped': true, 'break.recordingResumed': true, 'recording.held': true, 'recording.resumed': true, 'interviewee.numbered': true, 'notice.drafted': true, 'notice.escalated': true, 'notice.acknowledged': true, 'attendance.signed': true, 'attendance.refused': true,
  'packet.exported': true, 'packet.exportStopped': true, 'clip.made': true, 'training.faultSet': true,
};

const groups: Readonly<Record<string, readonly string[]>> = {
  method: Object.keys(contract), clockAction: ['stepped', 'slewed', 'held'],
  role: roles, sex: sexes, 'login.role': roles, sessionKind: sessionKinds, legalClass: legalClasses, status: sessionStatuses, cameraRole: cameraRoles, breakKind: breakKinds, markerKind: markerKinds,
  spanKind: spanKinds, placeKind: placeKinds, roomKind: roomKinds, mobileReason: mobileReasons, offence: offences, caseTrait: caseTraits, remedy: interruptionRemedies, unrecordedReason: unrecordedReasons,
  cause: interruptionCauses, capacity: capacities, signer: signerCapacities, signing: signingDecisions, disk: disks, keyFact: keyFactKinds, lineKind: lineKinds, signingMethod: signingMethods, fault: schema.trainingFaults, microphoneFault: schema.trainingMicrophoneFaults, microphoneKind: microphoneKinds, fact: Object.keys(factTypes),
  cameraState: schema.camera.shape.state.options, diskState: schema.disk.shape.state.options, clockSource: schema.clock.shape.source.options, clockState: schema.clock.shape.state.options,
  interruptionState: schema.interruption.shape.state.options, lockOn: schema.lock.shape.locks.element.options, severity: schema.alarm.shape.severity.options,
  ledgerProblem: ['broken', 'signature-invalid', 'unsigned', 'added', 'replaced', 'cut', 'copy-differs'], breakUndoes: ['start', 'end'],
  checkKind: schema.checkItem.shape.kind.options, rowItem: schema.reconciliationRow.shape.item.options, result: schema.packetReport.shape.result.options, secondSignature: schema.packetReport.shape.secondSignature.options,
};

describe('messages', () => {
  it('says the same things in both languages', () => {
    expect(paths(messages.en).sort()).toEqual(paths(messages.zh).sort());
  });

  it('leaves no text empty', () => {
    for (const locale of ['zh', 'en'] as const) for (const path of paths(messages[locale])) expect(textAt(locale, path), `${locale} ${path}`).not.toBe('');
  });

  it('fills the same placeholders in both languages', () => {
    for (const path of paths(messages.zh)) expect(placeholders(textAt('en', path)), path).toEqual(placeholders(textAt('zh', path)));
  });

  it.each(Object.entries(groups))('has a word for every %s', (group, values) => {
    expect(values.length).toBeGreaterThan(0);
    for (const locale of ['zh', 'en'] as const) for (const value of values) expect(typeof textAt(locale, `${group}.${value}`), `${locale} ${group}.${value}`).toBe('string');
  });
});
