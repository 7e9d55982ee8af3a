import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/base/index.ts';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { askedWords, certificatesIn, findingWords, resultWords, secondSignatureWords, trustWords, verifyMaterial, type PacketCheck, type PacketExpectation } from '../verify/index.ts';

export interface VerifyOptions {
  readonly json: boolean;
  readonly sealCode?: string;
  readonly fingerprint?: string;
  readonly ca?: string;
}

const exitCodes = { intact: 0, altered: 1, 'not-ours': 2, incomplete: 3 } as const;
const notAsAsked = 4;

/**
 * Checks a packet or a video file and prints what was found.
 * @returns the exit code: 0 intact, 1 altered, 2 not ours to judge, 3 incomplete, 4 intact but not the packet whose seal code was given
 * @throws AppError AUTHORITY_UNREADABLE
 */
export async function verifyCommand(path: string, options: VerifyOptions, out: (text: string) => void): Promise<number> {
  const report = await verifyMaterial(path, await expectationOf(options));
  out(options.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  return report.result === 'intact' && report.asked === 'not-as-asked' ? notAsAsked : exitCodes[report.result];
}

async function expectationOf({ sealCode, fingerprint, ca }: VerifyOptions): Promise<PacketExpectation> {
  const authorities = ca === undefined ? {} : { authorities: await readAuthorities(ca) };
  return { ...(sealCode === undefined ? {} : { sealCode }), ...(fingerprint === undefined ? {} : { fingerprint }), ...authorities };
}

async function readAuthorities(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    certificatesIn(text);
    return text;
  } catch (cause) {
    throw new AppError('AUTHORITY_UNREADABLE', { path }, cause);
  }
}

function textOf(report: PacketCheck): string {
  const both = ({ zh, en }: { readonly zh: string; readonly en: string }) => `${en} / ${zh}`;
  const { trust, segment } = report;
  return [
    `${report.result}  ${report.path}`,
    both(resultWords[report.result]),
    ...(report.sealCode === '' ? [] : [`seal code ${report.sealCode}; ${report.filesChecked} files, ${report.fragmentsChecked} fragments and ${report.ledgerEntries} ledger entries checked`]),
    ...(segment === null ? [] : [`segment ${segment.segment} of stream ${segment.streamId}, session ${segment.sessionId}; ${report.fragmentsChecked} fragments; signed until ${segment.signedUntilMs === null ? '-' : `${formatRoomTime(segment.signedUntilMs, 'UTC')} UTC`}`]),
    ...(report.asked === 'nothing-asked' ? [] : [both(askedWords[report.asked])]),
    ...(trust.fingerprint === '' ? [] : [`signed by ${trust.subject}, SHA-256 ${trust.fingerprint}`]),
    both(trustWords[trust.basis]),
    ...(report.secondSignature === 'unknown' ? [] : [both(secondSignatureWords[report.secondSignature])]),
    ...report.findings.map(({ file, problem, place }) => `  ${file}: ${problem} ${place}\n    ${both(findingWords[problem])}`),
    '',
  ].join('\n');
}
