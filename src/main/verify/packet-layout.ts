/** Where everything lies in a packet (docs/format.md, "Packet"). Paths are relative to the bag and written with `/`. */
export const packetLayout = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  tagSignature: 'tagmanifest-sha256.txt.p7s',
  sealManifest: 'data/manifest.json',
  sealSignature: 'data/manifest.json.p7s',
  closing: 'data/closing.json',
  closingSignature: 'data/closing.json.p7s',
  secondSignature: 'data/manifest.json.sm2.p7s',
  secondClosingSignature: 'data/closing.json.sm2.p7s',
  secondCertificate: 'data/station-sm2.pem',
  timeStamp: 'data/manifest.json.tsr',
  sealCertificate: 'data/seal-certificate.pdf',
  copyStatement: 'data/copy-statement.json',
  profile: 'data/profile.json',
  transcriptVersions: 'data/transcript-versions',
  format: 'data/FORMAT.md',
  certificate: 'data/station.pem',
  certificates: 'data/certificates',
  chain: 'data/certificates/chain.pem',
  ledger: 'data/ledger.jsonl',
  clockCertificate: 'data/clock-certificate.json',
  session: 'data/session.json',
  statements: 'data/statements.pdf',
  interruptionStatement: 'data/interruption-statement.json',
  breakStatement: 'data/break-statement.json',
  transcriptText: 'data/transcript-text.json',
  transcriptPlain: 'data/transcript-text.txt',
  report: 'data/report.pdf',
  page: 'data/index.html',
  recording: 'data/recording',
  derived: 'data/derived',
  clip: 'data/clip.json',
  clipFilms: 'data/clip',
  cutList: 'data/cut-list.pdf',
  transcript: 'data/transcript',
} as const;

/** The whole of `bagit.txt` (RFC 8493, section 2.1.1). */
export const bagDeclaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const tagFiles = [packetLayout.info, packetLayout.declaration, packetLayout.manifest] as const;

export function segmentPath(streamId: string, segment: string): string {
  return `${packetLayout.recording}/${streamId}/${segment}`;
}
