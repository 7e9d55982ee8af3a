/** What the screen of keys and the fields of a copy say, in Simplified Chinese. */
export const zhKeys = {
  keys: {
    title: '密钥与时间戳', about: '封存时签名所用的密钥和证书。私钥加密保存在本机,任何人都不能导出。', station: '封存签名(ECDSA P-256)', second: '国密第二签名(SM2/SM3)',
    fingerprint: '证书指纹', subject: '持有者', issuer: '颁发者', validity: '有效期', selfSigned: '自签名:请将指纹公布给案件包的接收单位,或导入颁发机构的证书', issued: '由颁发机构颁发',
    secondAsked: '适用的规则要求每次封存加盖第二签名。', secondNotAsked: '适用的规则未要求第二签名;可以预先生成密钥、申请证书。', secondNone: '尚未生成。生成证书申请时自动生成。',
    ending: '还有 {{days}} 天到期,请尽早申请新证书', expired: '已过期,封存后的签名将无法通过核验,请立即更换', downloadCertificate: '下载证书', requestTitle: '证书申请', organization: '单位名称', commonName: '证书名称', makeRequest: '生成并下载证书申请', requestHint: '将下载的文件交给颁发机构;收到证书后在下方导入。重复生成的申请使用同一密钥。',
    importTitle: '导入证书', importHint: '颁发机构发来的证书,须含各级颁发者直至根证书。', importButton: '选择证书文件', importDone: '已导入。以后的封存使用新证书;以前封存的案件包仍由原密钥签名。',
    pkcs12Title: '导入密钥包', pkcs12Hint: '含私钥的文件(后缀 .p12 或 .pfx)。原密钥保留,供以前的案件包使用。', password: '密钥包密码', pkcs12Button: '选择密钥包', more: '导入已有密钥包',
    stampTitle: '时间戳服务', stampAbout: '每次封存时请时间戳服务机构为封存内容签发时间证明。留空表示不使用,案件包中会如实注明“无”。服务不应答时封存照常完成。', stampUrl: '服务地址', stampUrlBad: '应以 http:// 或 https:// 开头', stampTrusted: '信任的颁发机构证书(选填)', stampTrustedHint: '粘贴证书内容。不填时只核对签名,不判断签发者。',
    stampSave: '保存', stampTry: '试一次', stampSaved: '已保存', stampAnswered: '有应答,时间 {{time}}', stampTrustedYes: '签发者可信', stampTrustedNo: '签发者未判断:不在所填证书之下', stampFailed: '没有得到时间戳:{{detail}}', stampNone: '当前不使用时间戳服务',
  },
  copies: {
    kind: '副本用途', kinds: { 'hand-over': '随案移送', review: '审查(有权单位)', work: '其他工作需要', public: '公开' },
    kindHint: { 'hand-over': '由法制人员办理', review: '由法制人员办理(第三十七条)', work: '须经县级以上公安机关负责人批准(第三十三条)', public: '须经县级以上公安机关负责人批准(第三十六条)' },
    requestedBy: '申请人', requestedByHint: '申请复制的人员或单位', approver: '批准人(县级以上公安机关负责人)本人的账号和口令',
  },
  played: { title: '录像 {{from}} – {{to}}', loading: '正在读取录像……', label: '录像:{{camera}}', play: '播放这段录像' },
  span: { other: '其他时间', from: '起', to: '止', link: '关联', bad: '例如 14:03:07' },
  sealSheet: { download: '下载封存单(PDF)' },
} as const;
