import type { PacketPresentation } from './packet-input.ts';

const cms = (content: string) => `openssl cms -verify -binary -inform DER -content ${content} -in ${content}.p7s -CAfile data/certificates/chain.pem -out /dev/null`;

export interface PacketCommand {
  readonly command: string;
  /** What it looks at, and what it must say. */
  readonly zh: string;
  readonly en: string;
}

/** What a stranger types in the folder that holds bagit.txt, in this order. They need sha256sum and openssl 1.1 or newer, and nothing of Shilu. */
export function packetCommands({ timeStamp }: Pick<PacketPresentation, 'timeStamp'>): readonly PacketCommand[] {
  return [
    { command: 'sha256sum -c --quiet manifest-sha256.txt', zh: '逐个核对每个文件;全部一致时不显示任何内容。', en: 'Every file; it says nothing when all of them agree.' },
    { command: 'sha256sum -c --quiet tagmanifest-sha256.txt', zh: '核对文件清单本身。', en: 'The list of files itself.' },
    { command: cms('data/manifest.json'), zh: '封存签名,应显示 CMS Verification successful。', en: 'The signature of the seal: “CMS Verification successful”.' },
    { command: cms('data/closing.json'), zh: '收尾签名(签名捺印过程的录像)。', en: 'The signature of the closing, in which the persons signed.' },
    { command: cms('tagmanifest-sha256.txt'), zh: '导出签名,涵盖本包每一个文件。', en: 'The signature of the export, over every file of this packet.' },
    { command: 'openssl x509 -in data/station.pem -noout -fingerprint -sha256 -subject', zh: '签名证书的指纹,应与办案单位公布的一致。', en: 'The fingerprint of the certificate: it must be the one that the police authority publishes.' },
    ...(timeStamp ? [{ command: 'openssl ts -verify -data data/manifest.json -in data/manifest.json.tsr -CAfile tsa-root.pem', zh: '时间戳;tsa-root.pem 为时间戳机构公布的根证书。', en: 'The time stamp; tsa-root.pem is the root certificate that the time-stamp authority publishes.' }] : []),
  ];
}

/** The same with Shilu's own checker, which also looks at every second of the recording and every entry of the ledger. */
export const ownChecker = 'shilu verify .';
