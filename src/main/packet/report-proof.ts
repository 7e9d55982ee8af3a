import type { PacketPresentation } from './packet-input.ts';
import { ownChecker, packetCommands } from './packet-commands.ts';
import type { ReportSheet } from './report-sheet.ts';
import { secondSignatureCommands } from './second-signature-commands.ts';

/** Every file of the payload but this one. */
export function filesPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  sheet.heading({ zh: '文件与哈希值', en: 'Files and hashes' });
  sheet.table(
    [{ zh: '文件', en: 'file', share: 36 }, { zh: '字节', en: 'bytes', share: 13 }, { zh: 'SHA-256', en: '', share: 52 }],
    presentation.files.map((file) => [{ text: file.path.replace(/^data\//, ''), fine: true }, { text: file.bytes.toLocaleString('en-US'), fine: true }, { text: file.sha256, fine: true }]),
    { zh: '无。', en: 'None.' },
  );
}

/** One page: what a stranger types, word for word, and what each command must say. */
export function verifyPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  sheet.heading({ zh: '如何自行核验', en: 'How to check it yourself' });
  sheet.paragraph('无需本软件。在含有 bagit.txt 的文件夹中打开终端(Linux、macOS 自带;Windows 用 Git Bash),逐条输入:', 'No special program is needed. Open a terminal in the folder that holds bagit.txt (Linux and macOS have one; on Windows use Git Bash) and type:');
  for (const { command, zh, en } of packetCommands(presentation)) {
    sheet.caption({ zh, en });
    sheet.command(command);
  }
  if (presentation.secondCertificateSha256 === null) sheet.paragraph('第二签名(国密 SM2/SM3):无,适用的规则未要求。', 'Second signature (SM2 with SM3): none; the rules that applied ask for none.');
  else {
    sheet.paragraph(`第二签名(国密 SM2/SM3),证书 SHA-256:${presentation.secondCertificateSha256};以下应显示 Verified OK:`, 'Second signature, SM2 with SM3; these must say “Verified OK”:');
    for (const line of secondSignatureCommands) sheet.command(line);
  }
  sheet.paragraph('装有本软件时,一条命令核对全部内容,包括录像的每一秒和台账的每一条记录:', 'Where Shilu is installed, one command checks all of it, every second of the recording and every entry of the ledger as well:');
  sheet.command(ownChecker);
  sheet.paragraph('FORMAT.md 完整说明本包的格式:任何人都可据此自行编写核验程序,例如一个几百行、只用 openssl 的 Python 程序。浏览器中打开 data/index.html 也可核验。', 'FORMAT.md describes everything here: anyone can write a checker from it, such as a few hundred lines of Python with nothing but openssl. The page data/index.html checks in the browser as well.');
  sheet.details([
    [{ zh: '封存码', en: 'Seal code' }, presentation.sealCode],
    [{ zh: '清单', en: 'manifest.json, SHA-256' }, inTwo(presentation.manifestSha256)],
    [{ zh: '签名证书', en: 'Certificate, SHA-256' }, inTwo(presentation.certificateSha256)],
  ]);
  sheet.paragraph('封存码应与纸质封存单及录像中宣读的一致。任何一条不符,说明本包在封存或导出之后被改动过。', 'The seal code must be the one on the paper and the one read out on the recording. If anything disagrees, the packet was changed after it was sealed or exported.');
}

/** A hash in two lines of groups that can be compared by eye. */
function inTwo(sha256: string): string {
  return (sha256.match(/.{32}/g) ?? []).map((half) => (half.match(/.{8}/g) ?? []).join(' ')).join('\n');
}
