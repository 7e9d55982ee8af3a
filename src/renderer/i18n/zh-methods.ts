/** What was asked of the station, where a refusal of it is listed, in Simplified Chinese: one for each method of the contract. */
export const zhMethods = {
  method: {
    station: { welcome: '连接' }, auth: { login: '登录', changePin: '更换口令', lock: '锁定控制台', unlock: '解锁控制台', active: '保持在线', logout: '退出登录' },
    account: { list: '查看账号', add: '添加账号', setPin: '设定口令', setDisabled: '停用或启用账号' }, room: { status: '查看本室', register: '登记本室', others: '查看其他讯问室' }, profile: { current: '查看规则' },
    camera: { discover: '查找摄像机', add: '添加摄像机', list: '查看摄像机', remove: '移除摄像机', setClock: '校准摄像机时钟', setStamp: '选择由谁加盖时间戳', measureLatency: '测量摄像机延迟' },
    microphone: { devices: '查找声音设备', listen: '试听声音设备', add: '添加拾音器', list: '查看拾音器', rename: '拾音器改名', remove: '移除拾音器' },
    disk: { replace: '更换存放位置' }, clock: { status: '查看时钟', configure: '设置时钟', align: '对照墙上时钟校准' }, climate: { configure: '设置温湿度传感器' },
    key: { status: '查看密钥', request: '生成证书申请', importCertificate: '导入证书', importPkcs12: '导入密钥和证书', setTimeStampServer: '设置时间戳服务器', tryTimeStampServer: '试用时间戳服务器' }, check: { run: '检查设备' },
    session: {
      open: '新建讯(询)问', abandon: '取消本场', start: '开始录制', mark: '加标记', spanOpen: '开始一个过程', spanClose: '结束一个过程', refuseSignature: '登记拒绝签字', extendLimit: '延长时限', handBack: '登记还押', leave: '登记离开',
      breakSpoken: '口头宣布休息或者恢复', breakStart: '开始休息', breakEnd: '结束休息', breakUndo: '撤回休息登记', personEnter: '登记进入', personLeave: '登记离开房间', finish: '结束讯(询)问', play: '播放录像', seal: '开始封存', signSeal: '登记封存签名', withdrawSeal: '退回封存',
      completeSeal: '完成封存', sealCertificate: '下载封存单', list: '查看讯(询)问列表', get: '查看讯(询)问', verify: '校验原件',
    },
    officer: { call: '呼叫办案人员', answer: '应答呼叫' },
    notice: { acknowledge: '确认技术障碍上报' },
    attendance: { sign: '签字确认到达、离开时间', refuse: '注明拒绝签字确认时间' },
    interruption: { list: '查看中断', explain: '口头说明中断原因', remedy: '登记补救措施', sign: '对中断情况签字', refuseSigning: '登记拒绝对中断情况签字', note: '登记技术人员查明的情况', continueUnrecorded: '未录音录像继续' },
    transcript: {
      get: '查看笔录', begin: '记录一条', save: '保存笔录', linkFact: '关联关键事实', close: '交付核对', reopen: '返回记录', readPage: '核对一页', signPage: '在笔录上签名', refuseSignature: '登记拒绝在笔录上签名', finalise: '笔录定稿', document: '下载笔录',
      link: '关联笔录', reconcile: '核对笔录', explain: '说明笔录差异',
    },
    packet: { export: '导出案件包', cancel: '取消导出', verify: '校验案件包' }, clip: { make: '制作剪辑件' }, medium: { list: '查找可移动介质' }, case: { handOver: '移交案件' }, ledger: { head: '取得台账末条', check: '核对台账' },
    preview: { open: '打开实时画面', close: '关闭实时画面' }, training: { status: '查看训练室', play: '播放训练语音', microphoneFault: '模拟拾音器故障', fault: '模拟摄像机故障' },
  },
} as const;
