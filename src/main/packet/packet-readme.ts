import { sealCodeOf } from '../seal/index.ts';
import { sha256Hex } from '../../shared/base/index.ts';
import { ownChecker, packetCommands } from './packet-commands.ts';
import type { PacketInput } from './packet-input.ts';
import { secondSignatureCommands } from './second-signature-commands.ts';

/** The plain words that lie beside the recording, in both languages. */
export function readmeFiles(input: PacketInput): readonly (readonly [string, string])[] {
  const code = sealCodeOf(sha256Hex(input.seal.manifestBytes));
  return [
    ['data/README-zh.txt', readmeZh(input, code)],
    ['data/README-en.txt', readmeEn(input, code)],
  ];
}

function readmeZh(input: PacketInput, code: string): string {
  return `同步录音录像案件包 ${input.packetId}
案件编号:${input.session.caseNumber}
封存码:${code}

播放:用任意浏览器打开本文件夹中的 index.html,无需联网、无需安装。录像文件在 recording 文件夹,
是普通 MP4(H.264/AAC),任何播放器都能播放。报告见 report.pdf。

核验(在含有 bagit.txt 的文件夹中运行,Linux、macOS 或 Windows 的 Git Bash 均可):

${commandsIn(input, 'zh')}
其中证书指纹应与办案单位公布的一致;上面的封存码由 manifest.json 的 SHA-256 得出,应与纸质封存单及录像中宣读的一致。

${secondZh(input)}
装有本软件时,一条命令核对全部内容(包括录像的每一秒和台账的每一条记录):
  ${ownChecker}

以上任何一条不符,说明本包在封存或导出之后被改动过。
`;
}

function readmeEn(input: PacketInput, code: string): string {
  return `Packet of a recorded interview: ${input.packetId}
Case number: ${input.session.caseNumber}
Seal code: ${code}

To play: open index.html of this folder in any browser; no network, nothing to install. The recordings are in the
folder "recording": plain MP4 (H.264/AAC) that any player plays. The report is report.pdf.

To check (run these in the folder that holds bagit.txt; Linux, macOS, or Git Bash on Windows):

${commandsIn(input, 'en')}
The fingerprint must be the one that the police authority publishes. The seal code above comes from the SHA-256 of manifest.json: it must be
the one on the paper and the one read out on the recording.

${secondEn(input)}
Where Shilu is installed, one command checks all of it, every second of the recording and every entry of the ledger as well:
  ${ownChecker}

If any of these does not hold, the packet was changed after it was sealed or exported.
`;
}

function secondZh({ seal }: PacketInput): string {
  if (seal.secondSignatureDer === undefined) return '第二签名(国密 SM2/SM3):无,适用的规则未要求。\n';
  return `第二签名(国密 SM2/SM3,证书 station-sm2.pem):下列命令应显示 Verified OK(需要支持国密的 OpenSSL 3):\n\n${secondSignatureCommands.map((line) => `  ${line}\n`).join('')}`;
}

function secondEn({ seal }: PacketInput): string {
  if (seal.secondSignatureDer === undefined) return 'Second signature (SM2 with SM3): none; the rules that applied ask for none.\n';
  return `Second signature (SM2 with SM3, certificate station-sm2.pem): these must say "Verified OK" (OpenSSL 3 with SM2):\n\n${secondSignatureCommands.map((line) => `  ${line}\n`).join('')}`;
}

function commandsIn({ seal }: PacketInput, language: 'zh' | 'en'): string {
  return packetCommands({ timeStamp: seal.timeStampDer !== undefined }).map((each) => `${each[language]}\n  ${each.command}\n`).join('\n');
}
