import { AppError } from '../../shared/base/index.ts';
import type { PacketReport } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import type { SessionState } from '../session/index.ts';
import { findingWords, trustWords, verifyMaterialInWorker, type PacketExpectation } from '../verify/index.ts';
import type { Station } from './station.ts';

/** What a check found, with its words. */
export async function checkPacket(path: string, expected: PacketExpectation = {}): Promise<PacketReport> {
  const { findings, trust, ...report } = await verifyMaterialInWorker(path, expected);
  return { ...report, trust: { ...trust, message: trustWords[trust.basis] }, findings: findings.map((finding) => ({ ...finding, message: findingWords[finding.problem] })) };
}

/** Who questions does not keep the recording (requirement I1), whichever account they use. @throws AppError CUSTODY_CONFLICT */
export function refuseOwnSession(station: Station, { officers }: SessionState, person: PersonIdentity): void {
  if (officers.some((officer) => station.accounts.isSamePerson(officer.personId, person.personId))) throw new AppError('CUSTODY_CONFLICT', { name: person.name });
}
