import type { Localized } from '../../shared/base/index.ts';
import type { PacketProblem } from './packet-check.types.ts';
import type { SecondSignature } from './second-signature-check.ts';
import type { TrustBasis } from './trust.ts';
import type { Asked, VerifyResult } from './verdict.ts';

/** What was found, for people. */
export const findingWords: Readonly<Record<PacketProblem, Localized>> = {
  'no-proof': { zh: '其中没有本软件的证明,无法判断', en: 'nothing in it proves anything: it cannot be judged' },
  'unknown-format': { zh: '由更新的版本制作,无法判断', en: 'made by a later version: it cannot be judged' },
  'proof-removed': { zh: '证明已被去除', en: 'its proof was taken out' },
  'of-another': { zh: '属于另一次讯(询)问、另一路码流或另一分段', en: 'it belongs to another session, stream or segment' },
  'start-altered': { zh: '文件开头已被改动', en: 'the start of the file was altered' },
  'pictures-altered': { zh: '画面已被改动', en: 'pictures were altered' },
  'sound-altered': { zh: '声音已被改动', en: 'sound was altered' },
  'boxes-altered': { zh: '封装数据已被改动', en: 'boxes around pictures and sound were altered' },
  remuxed: { zh: '已被其他程序重新封装', en: 'it was written anew by another program' },
  'link-altered': { zh: '校验链已被改动', en: 'the chain was altered' },
  'link-removed': { zh: '校验链的一节已被去除', en: 'a link of the chain was taken out' },
  'fragments-missing': { zh: '缺少片段', en: 'fragments were taken out' },
  'fragments-moved': { zh: '片段顺序已被改动', en: 'fragments were moved' },
  'fragment-repeated': { zh: '片段被重复放入', en: 'a fragment was doubled' },
  'fragment-inserted': { zh: '放入了不属于此处的片段', en: 'a fragment was put in' },
  'foreign-box': { zh: '放入了不属于此处的数据', en: 'something that does not belong was put in' },
  'signature-altered': { zh: '签名无效', en: 'a signature does not hold' },
  'signature-removed': { zh: '签名已被去除', en: 'a signature was taken away' },
  'foreign-signature': { zh: '签名来自另一把密钥', en: 'it is signed by another key' },
  'tail-cut': { zh: '结尾缺失', en: 'its end is missing' },
  'not-closed': { zh: '没有正常结束:其后是否还有内容,单凭此文件无法判断', en: 'it has no proper end: what came after cannot be told from this file alone' },
  packed: { zh: '此压缩包或映像不是导出时的样子,无法直接核验:请先解开,再核验解开的文件夹', en: 'this zip or image is not as it was exported and cannot be checked as it is: unpack it and check the folder' },
  'copies-differ': { zh: '两块磁盘上的内容不一致', en: 'the two disks do not hold the same' },
  missing: { zh: '缺失', en: 'it is missing' },
  unexpected: { zh: '不应有此项', en: 'it should not be there' },
  'not-a-plain-file': { zh: '不是普通文件', en: 'it is not a plain file' },
  unreadable: { zh: '无法读取', en: 'it cannot be read' },
  malformed: { zh: '格式不符', en: 'it is not in the form that is allowed' },
  'hash-differs': { zh: '内容已被改动', en: 'its content was altered' },
  'signature-invalid': { zh: '签名文件已被改动', en: 'the signature file was altered' },
  'differs-from-signature': { zh: '内容与签名不符', en: 'it is not what was signed' },
  'certificate-differs': { zh: '证书与封存时不同', en: 'it is not the certificate of the seal' },
  'differs-from-seal': { zh: '与封存内容不符', en: 'it is not what was sealed' },
  'not-sealed': { zh: '未经封存', en: 'it was not sealed' },
  'chain-broken': { zh: '台账条目被增删或移动', en: 'an entry was taken out, put in or moved' },
  'contradicts-seal': { zh: '与封存内容矛盾', en: 'it says otherwise than the seal' },
  'unknown-key': { zh: '签名者不是所指定的主机或机构', en: 'it is not signed by the station or authority that was named' },
};

export const resultWords: Readonly<Record<VerifyResult, Localized>> = {
  intact: { zh: '完好', en: 'Intact' },
  altered: { zh: '已被改动', en: 'Altered' },
  incomplete: { zh: '不完整', en: 'Incomplete' },
  'not-ours': { zh: '无法判断', en: 'Not ours to judge' },
};

/** On what the result rests. */
export const trustWords: Readonly<Record<TrustBasis, Localized>> = {
  fingerprint: { zh: '签名证书与所给的指纹一致', en: 'The certificate has the fingerprint that was given' },
  'certificate-chain': { zh: '签名证书由所给的机构签发', en: 'The certificate leads to an authority that was given' },
  'seal-code': { zh: '封存码与所给的一致', en: 'The seal code is the one that was given' },
  nothing: { zh: '仅说明内容前后一致;请用封存码、证书指纹或机构证书核对签名者', en: 'It agrees with itself and no more: compare the signer by seal code, fingerprint or authority' },
};

export const askedWords: Readonly<Record<Asked, Localized>> = {
  'nothing-asked': { zh: '未给出封存码', en: 'No seal code was given' },
  'as-asked': { zh: '是所要的案件包', en: 'It is the packet that was asked for' },
  'not-as-asked': { zh: '不是所要的案件包:封存码不同', en: 'It is not the packet that was asked for: its seal code is another' },
};

export const secondSignatureWords: Readonly<Record<SecondSignature, Localized>> = {
  sound: { zh: '国密 SM2/SM3 第二签名有效', en: 'the second signature, SM2 with SM3, holds' },
  'not-sound': { zh: '国密 SM2/SM3 第二签名缺失或无效', en: 'the second signature, SM2 with SM3, is missing or does not hold' },
  none: { zh: '无国密第二签名:适用的规则未要求', en: 'no second signature, SM2 with SM3: the rules that applied ask for none' },
  unknown: { zh: '国密第二签名未知', en: 'the second signature is not known' },
};
