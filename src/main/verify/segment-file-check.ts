import { Findings, type PacketCheck } from './packet-check.types.ts';
import { placeOf } from './recording-check.ts';
import { readSegmentChain, type ChainReading } from './segment-chain.ts';
import { trustOf, type PacketExpectation, type Trust } from './trust.ts';
import { verdictOf } from './verdict.ts';

/**
 * Checks one video file alone: its fragments, its chain, the signatures in it. `incomplete` when it has no proper end, for then nobody can
 * say from the file what came after. That it is the whole of a session only a packet can say.
 * @throws Error when the file cannot be read at all
 */
export async function verifySegmentFile(from: string | Uint8Array, path: string, { fingerprint, authorities }: Omit<PacketExpectation, 'sealCode'> = {}): Promise<PacketCheck> {
  const reading = await readSegmentChain(from);
  const findings = new Findings();
  for (const finding of reading.findings) findings.add(path, finding.problem, placeOf(finding, 'UTC'));
  const isOurs = reading.origin !== undefined && reading.head !== undefined;
  if (isOurs && !reading.closed && !findings.all.some(({ problem }) => problem === 'tail-cut')) findings.add(path, 'not-closed', `byte ${reading.bytes}`);
  const trust = judgeTrust(reading, path, { ...(fingerprint === undefined ? {} : { fingerprint }), ...(authorities === undefined ? {} : { authorities }) }, findings);
  return {
    subject: 'segment', result: verdictOf(findings.all.map(({ problem }) => problem)), trust, asked: 'nothing-asked', path, packetId: '', sealCode: '', filesChecked: 1, fragmentsChecked: reading.fragments, ledgerEntries: 0, secondSignature: 'unknown',
    findings: findings.all, segment: segmentOf(reading),
  };
}

/** Nothing is known of a signer who signed nothing that holds. */
function judgeTrust({ origin, signed }: ChainReading, path: string, expected: PacketExpectation, findings: Findings): Trust {
  const certificates = signed === undefined ? [] : (origin?.certificates ?? []);
  const { trust, known } = trustOf({ certificates, atMs: signed?.roomMs ?? 0 }, expected);
  if (!known && origin !== undefined) findings.add(path, 'unknown-key');
  return trust;
}

function segmentOf({ origin, signed, startsAtMs, endsAtMs }: ChainReading): PacketCheck['segment'] {
  return origin === undefined ? null : { sessionId: origin.sessionId, streamId: origin.streamId, segment: origin.segment, startsAtMs, endsAtMs, signedUntilMs: signed?.roomMs ?? null };
}
