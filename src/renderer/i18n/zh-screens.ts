/** What the console's own screens say, in Simplified Chinese. */
export const zhScreens = {
  app: {
    name: '实录', tagline: '讯(询)问录音录像', training: '训练室', language: '语言', logout: '退出登录', navigation: '主导航', 
    connecting: '正在连接录制主机……', lost: '与录制主机的连接已断开 — 录制在主机上照常进行', lostHint: '正在重新连接。在此之前,本页显示的是断开前的情况;连上后请重新登录。',
    breach: '本页面与录制主机的版本不一致', breachHint: '请刷新页面;若仍出现,请联系管理员。录制不受影响。位置:{{where}}',
    crashed: '页面出错,录制不受影响', crashedHint: '请刷新页面。', reload: '刷新页面', whatToDo: '怎么办:',
  },
  nav: { board: '值守看板', room: '讯问室', transcript: '笔录', sessions: '讯(询)问记录', cameras: '设备', clock: '房间时钟', keys: '密钥', accounts: '人员账号' },
  common: {
    yes: '是', no: '否', on: '开', off: '关', none: '无', cancel: '取消', close: '关闭', seconds: '{{seconds}} 秒', milliseconds: '{{ms}} 毫秒', hours: '{{hours}} 小时', to: '至',
    passed: '通过', failed: '未通过', agrees: '一致', differs: '不一致', copy: '复制', copied: '已复制', optional: '选填', required: '请填写', stillOn: '进行中',
  },
  login: {
    title: '登录', account: '账号', pin: '口令', submit: '登录', trainingTitle: '训练账号', trainingHint: '训练室:点一下即可登录。所有画面和声音都是模拟的。',
    lost: '连接已恢复,请重新登录。登录只在一次连接内有效。', recordingGoesOn: '登录与退出都不影响录制。', oneClick: '一键登录',
    role: {
      officer: '准备、开始、标记、说明中断、关联笔录、封存', attendant: '登记休息、人员进出', legal: '查看、导出、校验案件包', supervisor: '批准例外与期限延长,查看讯(询)问记录', chief: '批准法律规定由其批准的事项,查看讯(询)问记录', administrator: '设置摄像机与时钟,不接触内容',
    },
  },
  lock: {
    title: '控制台已锁定', recording: '正在录制', notRecording: '当前没有录制', alarms: '有 {{count}} 项报警或提醒', pinOf: '{{name}} 的口令', unlock: '解锁', other: '换人登录', now: '锁定控制台',
  },
  changePin: {
    title: '请更换口令', why: '当前口令由管理员设定。请换成只有本人知道的口令。', old: '当前口令', new: '新口令', again: '再输一次新口令', differs: '两次输入不一致', submit: '更换口令',
  },
  room: {
    title: '讯问室', provenUntil: '已确证至', provenNone: '尚无', provenMeaning: '两块磁盘均已写入、落盘、校验并读回', provenMeaningOne: '仅一块磁盘已写入、落盘、校验并读回', oneCopy: '录制中:仅一份', provenLag: '落后 {{seconds}} 秒',
    roomTime: '房间时间', elapsed: '已录制', nth: '第 {{number}} 次', caseNumber: '案件编号', interviewee: '被讯(询)问人', officers: '办案人员', place: '地点', noSession: '当前没有讯(询)问',
    pictures: '实时画面', noCameras: '本室还没有摄像机', noCamerasHint: '请由管理员登录后添加。', conditions: '设备状况', alarms: '报警与提醒', noAlarms: '没有报警',
    nextStep: '下一步', locks: '未开放的操作', lockAnd: '、', article: '第 {{article}} 条', articleOf: '{{law}}第 {{article}} 条', opensBy: '由{{roles}}解除', since: '自 {{time}}',
    lastKnown: '以下为断开前的情况',
  },
  picture: {
    waiting: '等待画面……', stale: '画面已 {{seconds}} 秒未更新', unsupported: '本机浏览器不能播放此画面({{type}}),不影响录制', level: '音量 {{db}} dB', noSound: '无声音通道', levelUnknown: '音量 —',
    mute: '关闭“{{camera}}”监听', unmute: '打开“{{camera}}”监听', label: '摄像机“{{camera}}”的实时画面', notLive: '摄像机不在线',
  },
  clock: {
    badge: '房间时钟', error: '误差 {{bound}}', fallback: '时钟服务器没有应答,现以系统时钟代替', unsynced: '房间时钟尚未校准',
    title: '房间时钟', about: '画面、记录和文件上的时间都以房间时钟为准。', source: '时间来源', server: '服务器', port: '端口', apply: '应用', applied: '已应用', state: '状态', errorBound: '最大误差',
    offset: '与系统时钟之差', sample: '上次取样', sampleAge: '{{seconds}} 秒前', never: '从未', zone: '时区', useSntp: '时钟服务器(SNTP)', useSystem: '系统时钟(须注明)',
    systemHint: '以系统时钟代替时,误差无法核实,案件包中会如实注明。', aligned: '没有时钟服务器:房间时间由人员对时,误差随时间增大', servers: '时钟服务器', serversHint: '每行一个;端口不是 123 时请注明。最好有三个以上:其中一个有误时可以发现并排除。', serverBad: '这一行不是服务器地址:{{line}}',
    alignTitle: '对照墙上时钟校准', alignAbout: '没有时钟服务器时使用。先填写墙上时钟即将显示的时间,在它跳到该时间的瞬间按键,并在随后的几次跳秒时再按。', alignShown: '第一次按键时墙上时钟显示', alignPress: '现在跳秒', alignPresses: '已按 {{count}} 次,相差 {{spread}} 毫秒', alignMore: '至少还需 {{count}} 次', alignAgain: '重新按', alignApply: '校准房间时间', alignDone: '房间时间已调整 {{byMs}} 毫秒;误差不超过 {{errorMs}} 毫秒,并随时间增大', alignDisplayError: '墙上时钟本身的误差(毫秒)', alignBadTime: '例如 14:03:00',
    climateTitle: '温湿度', climateAbout: '传感器程序写入读数的文件,每次读数写一行,例如“24.6 45”。读数超过八秒时画面上显示“--”。', climatePath: '文件', climateNow: '当前', climateNone: '没有传感器',
  },
  space: { free: '剩余 {{gb}} GB', hoursLeft: '还可录制约 {{hours}} 小时', shared: '两份录像在同一块磁盘上', sharedHint: '请由管理员为镜像指定另一块磁盘。' },
  wait: {
    addCameras: '请先添加摄像机', addCamerasHint: '摄像机添加后,办案人员即可检查设备并开始。', goCameras: '去添加摄像机', camerasReady: '设备已就绪', camerasReadyHint: '由办案人员登录后开始讯(询)问。',
    officerAddCameras: '请管理员添加摄像机', officerAddCamerasHint: '管理员登录后,在“设备”页面添加。',
    attendantIdle: '等待办案人员开始', attendantIdleHint: '开始录制后,在此登记人员进出和休息。', attendantDone: '录制已结束', attendantDoneHint: '本场没有需要登记的事项。', attendantDoneLog: '请在其离开时登记。',
    interrupted: '录制中断,请停止讯(询)问', interruptedHint: '程序正在自动恢复。请按提示排除故障;恢复后由办案人员口头说明原因。', explainByOfficer: '等待办案人员口头说明中断原因',
    explainByOfficerHint: '说明被录音听到之前,笔录和封存保持锁定。', starting: '正在等待第一段录像落盘', startingHint: '出现“已确证至”后再开始讯(询)问。',
  },
  check: {
    title: '检查设备', hint: '测量画面、声音、磁盘和时钟。', run: '检查设备', again: '重新检查', running: '正在检查……', passed: '检查通过', failed: '检查未通过', at: '检查于 {{time}}', ok: '正常', bad: '不合格', warning: '提醒',
  },
  open: {
    approverTitle: '法制人员批准', approverHint: '降低案件类别须由法制人员输入本人账号和口令。',
    title: '新建讯(询)问', again: '新建下一场', caseNumber: '案件编号', kind: '类型', place: '地点', legalClass: '录制要求', interviewee: '被讯(询)问人', arrivedAt: '到达时间',
    arrivedHint: '年-月-日 时:分', arrivedBad: '请写成 2026-11-23 14:03', second: '第二名办案人员', secondHint: '由本人输入账号和口令', account: '账号', pin: '口令', submit: '新建', fillTraining: '训练:{{name}}',
  },
  start: { title: '可以开始', hint: '开始后不能暂停;休息时录制照常进行。', blocked: '还不能开始', submit: '开始录制' },
  record: {
    title: '录制中', noPause: '没有暂停键。休息时录制照常进行。', mark: '标记', markKind: '标记类型', markText: '内容', markPlaceholder: '例如:出示 1 号物证', markSubmit: '加标记', break: '休息', breakStart: '登记休息',
    breakKind: '休息类型', offered: '提供了什么', answered: '本人答复', breakSubmit: '开始休息', breakOpen: '{{kind}}中', breakSince: '自 {{time}},录制照常进行', breakNote: '备注', breakEnd: '休息结束',
    persons: '人员进出', personName: '姓名', capacity: '身份', enter: '登记进入', leave: '登记离开', leaveOne: '登记 {{name}} 离开', present: '在场人员', nobody: '未登记其他人员', entered: '{{time}} 进入',
    finish: '结束讯(询)问', finishTitle: '确认结束?', finishHint: '结束后不能继续本场录制。请先核对笔录并签字捺印。', finishReason: '备注', finishEarly: '以上各项尚未完成:提前结束的原因', declined: '提供了用餐,本人拒绝', declinedHint: '仍须停止讯(询)问,休息达到规定时长后才算安排了用餐。', finishWritten: '未恢复录制:书面说明原因', finishConfirm: '确认结束', log: '本场记录', emptyLog: '还没有记录',
  },
  rules: {
    limit: '法定时限', unconfirmed: '未经核实', limitEnds: '{{time}} 到期(共 {{hours}} 小时,自到达起算)', limitEnded: '{{time}} 已到期(共 {{hours}} 小时)', limitOver: '法定时限已到', limitStop: '请立即停止发问;录制照常进行。不再延长的,请结束讯(询)问。', limitFinal: '依法不能再延长。请停止发问并结束;录制照常进行。',
    extend: '延长至 {{hours}} 小时', extendOnlyIf: '仅限:{{condition}}', extendSubmit: '延长时限', reason: '原因', approvedBy: '由{{roles}}批准', approverAccount: '批准人账号',
    noticeTitle: '请先告知:{{notice}}', noticeHint: '点“开始告知”,对着麦克风说,说完点“告知完毕”。录音中听到后,笔录才开放。', noticeBegin: '开始告知', noticeEnd: '告知完毕', listening: '正在听……',
    spans: '过程', spanPlaceholder: '例如:1 号物证', spanEnd: '结束{{span}}', refuse: '拒绝签字', refuseSubmit: '登记拒绝签字', refusedBy: '已登记拒绝签字({{by}}、{{witness}})', witness: '另一名办案人员在场证明',
    remedies: '补救措施(依次采取)', leaving: '被讯(询)问人离开', leavingHint: '离开时间用于累计时限;不登记的,不能再次传唤此人。封存后也可以登记。', leavingTime: '离开时间', leavingSubmit: '登记离开时间', leavingNow: '现在离开', earlier: '不是现在:填写时间', handBack: '还押看守所', handBackHint: '登记还押时间后才能封存。', handBackTime: '还押时间', handBackNow: '现在还押', handBackSubmit: '登记还押时间', handedBackAt: '已登记还押:{{time}}', note: '技术人员查明的情况', noteText: '查明的情况', noteHint: '与口头说明并列保存,不能代替口头说明。', noteSubmit: '登记', leftAt: '已登记离开:{{time}}', namesake: '本案此前有同名的人', namesakeSame: '与 {{session}} 是同一人', namesakeAnother: '是另一人', statementTitle: '被讯(询)问人对中断情况签字', statementHint: '请将下面的内容交{{name}}阅读或者向其宣读,由其在录像中签字。时间由机器测得,不能改动。', statementPaper: '已在录像中于纸质材料上签字捺印', statementSigned: '{{time}} 的中断:已签字确认', statementRefused: '{{time}} 的中断:已注明拒绝签字', remediesTried: '已采取:{{remedies}}', wentOnUnrecorded: '未录音录像继续讯(询)问:{{reason}},{{approver}}批准', remedyTried: '已采取', unrecorded: '不宜中止,未录音录像继续讯(询)问', unrecordedSubmit: '批准继续', signThis: '由被讯(询)问人签字确认',
    abandon: '不再进行,取消本场', abandonHint: '取消的场次保留编号和原因,始终可查。', abandonSubmit: '取消本场',
    placeKind: '地点类别', warrantNumber: '提讯证号', handedOverAt: '提押时间', more: '案件与人员情况', identityNumber: '身份证号码', birthDate: '出生日期', birthDateHint: '年-月-日', birthDateBad: '请写成 2008-11-24', needsInterpreter: '需要翻译人员',
    offence: '涉嫌犯罪', traits: '情形', summonsTitle: '提前再次传唤须批准', summonsReason: '提前再次传唤的原因', officerSelf: '由办案人员本人输入', whyNoParent: '法定代理人不能到场的原因',
  },
  explain: {
    title: '说明中断原因', hint: '选择原因,点“开始说明”,对着麦克风朗读下面的文字,读完点“说明完毕”。', bounds: '测得时段', lasted: '历时 {{duration}}', reason: '测得原因', cause: '中断原因', note: '补充说明', begin: '开始说明', finish: '说明完毕',
    readAloud: '请大声朗读', heard: '听到讲话 {{heard}} 秒,至少需要 {{required}} 秒', notHeard: '说明尚未被听到,笔录和封存保持锁定。请靠近麦克风重新朗读。', speaking: '正在听……请朗读', explained: '已说明', several: '还有 {{count}} 处中断待说明',
    again: '重新说明',
  },
  transcript: {
    title: '关联笔录', hint: '选择本场笔录(.docx、.pdf、.txt)。程序读出起止时间、地点和人员并与录像核对。', choose: '选择笔录文件', chosen: '笔录:{{file}}', replace: '更换笔录', item: '项目', inTranscript: '笔录', inRecording: '录像',
    difference: '相差', agrees: '笔录与录像一致', differs: '笔录与录像不一致', blocking: '不一致,须更正', notBlocking: '不一致,提请注意', tolerance: '允许 {{seconds}} 秒', linking: '正在读取并核对……', none: '未关联笔录',
    typeHint: '此文件没有可读取的时间。请对照文件输入笔录写明的起止时间(年-月-日 时:分)。', typeSubmit: '按输入的时间核对', typedBy: '起止时间由 {{name}} 对照扫描件输入', clockBound: '时钟误差 {{bound}}',
    settled: '笔录与录像不一致,已由两名办案人员说明', explainTitle: '无法更正时:说明差异', explainHint: '说明由两名办案人员共同作出,与各版笔录一并保存,不能删除。', reason: '差异的原因', explainSubmit: '两人共同说明',
    explainedBy: '{{time}},{{by}}、{{second}}说明:{{reason}}', recorded: '录像测得:{{start}} 至 {{end}}',
  },
  signing: {
    title: '宣读并签名', qr: '封存码的二维码', hint: '录像仍在进行。请宣读封存码,请每人在镜头前的封存单上签名、捺印,并逐人登记。', sign: '已签名', refuse: '未签名', signed: '已签名', refused: '拒绝签名', unable: '无法签名',
    reason: '未签名的原因', secondAccount: '另一名办案人员账号', secondPin: '另一名办案人员口令', noteRefusal: '登记未签名', complete: '完成封存,停止录像', completing: '正在完成封存……', withdraw: '退回笔录,重新封存', withdrawReason: '退回的原因',
  },
  seal: {
    title: '封存', hint: '到此刻为止的全部录像将被校验并签名,然后显示封存码。录像不停,请在镜头前宣读并签名。', pin: '办案人员口令', submit: '开始封存', sealing: '正在封存此前的录像……',
    reread: { reading: '正在从两块磁盘重新读取录像核对:{{percent}}%(不影响封存)', whole: '两块磁盘上的录像已全部重新读取,核对无误', wrong: '重新读取时发现录像有问题,不能封存' },
    code: '封存码', codeHint: '请当场宣读,并抄写在笔录上。', sealedAt: '封存于 {{time}},{{name}}', manifest: '清单校验值', blocked: '还不能封存', finding: '发现的问题',
  },
  stamp: { title: '时间戳', station: '由录制主机加盖', camera: '由摄像机加盖', useCamera: '改由摄像机加盖', useStation: '改由录制主机加盖', busy: '正在设置并读回…', read: '已从画面中读回:{{text}}', cannot: '该摄像机不能自行加盖', about: '摄像机在自己的画面中写入日期和时间,码流按原样录制。约需半分钟:摄像机先写出测试数字,录制主机从画面中学习其字形。' },
  latency: { title: '延迟', none: '未测量', value: '{{ms}} ± {{error}} 毫秒', measure: '测量', measuring: '正在测量…', about: '画面中须有按房间时间整秒跳动的时钟:墙上时钟,或屏幕上本程序的“房间时钟”页面。', at: '测于 {{time}}' },
  cameras: {
    title: '本室设备', about: '需要一台全景和一台对准被讯(询)问人的摄像机,通常另有两个拾音器。', discover: '查找摄像机', discoverAll: '在局域网查找', address: '地址', addressHint: '留空则在局域网查找;或填写摄像机地址', found: '找到 {{count}} 台', foundNone: '没有找到摄像机',
    foundNoneHint: '请检查网线和电源,或直接填写地址。', known: '已添加', use: '添加', add: '添加摄像机', addSubmit: '连接并添加', adding: '正在连接摄像机……', by: '方式', onvif: 'ONVIF', rtsp: 'RTSP 地址', onvifAddress: 'ONVIF 服务地址', rtspUrl: 'RTSP 地址',
    user: '用户名', password: '密码', name: '名称', role: '用途', list: '本室摄像机', state: '状态', picture: '画面', sound: '声音', soundYes: '有', soundNo: '无', remove: '移除', removeTitle: '移除“{{name}}”?', setClock: '校准时钟', clockSet: '时钟已校准,误差不超过 {{ms}} 毫秒', removeHint: '已录制的内容不受影响。', empty: '还没有摄像机',
    training: '训练室摄像机', trainingHint: '点一下填好地址、用户名和密码。', model: '型号',
  },
  devices: {
    room: '本室登记', roomHint: '本室名称写入每份笔录与案件包;改名和改变类别只在没有讯(询)问时进行。', unregistered: '本室尚未登记:只能按移动录制办理。请核对名称,选择类别并登记。', roomName: '讯问室名称', roomKind: '登记为', register: '登记', registered: '已保存:{{room}},{{kind}}',
    disks: '两份录像的存放位置', replace: '更换存放位置', replaceHint: '用于磁盘损坏、已满或者接错时。录制不停;新位置随即开始写入,缺少的部分由另一份补齐。原位置的文件不会删除。', folder: '新磁盘上的文件夹', replaceSubmit: '改用此文件夹',
  },
  microphones: {
    list: '本室拾音器', empty: '还没有拾音器;声音来自摄像机', level: '音量', device: '声音设备', rename: '改名', save: '保存', choose: '添加拾音器', chooseHint: '对着拾音器说话或轻敲,音量条跳动的就是它。此时不录音。', search: '查找声音设备', searchAgain: '重新查找',
    foundNone: '没有找到声音设备', foundNoneHint: '请检查插头,以及系统的声音设置。', default: '系统默认', nameFor: '“{{device}}”在本室的名称', add: '添加',
  },
  accounts: {
    title: '人员账号', about: '每人一个账号,只用本人的口令。账号不能删除。', name: '姓名', role: '身份', add: '添加账号', setPin: '更换口令', setPinFor: '为 {{name}} 更换口令', newPin: '新口令',
    accountRule: '2 至 64 个字母、数字、点、横线或下划线', badge: '警号', sex: '性别', disable: '停用', enable: '启用', disabled: '已停用', pinRule: '至少 6 位,不用连续或重复的字符', firstTitle: '添加第一个管理员', firstHint: '本室还没有账号。请先添加一名管理员,再由其添加其他人员。',
  },
  sessions: {
    title: '讯(询)问记录', empty: '还没有讯(询)问', back: '返回列表', status: '状态', opened: '新建于', started: '开始', finished: '结束', interruptions: '中断', sealCode: '封存码', details: '查看', timeline: '经过', technical: '显示技术记录',
    breaks: '休息', markers: '标记', persons: '人员', transcript: '笔录核对', facts: '基本情况', noBreaks: '没有休息', noMarkers: '没有标记', noPersons: '没有登记人员', noInterruptions: '没有中断', refresh: '刷新', station: '录制主机', number: '序号',
    heard: '听到 {{seconds}} 秒', enteredLeft: '{{entered}} 至 {{left}}', recorded: '录制时段', open: '打开 {{caseNumber}}', error: '±{{ms}} 毫秒',
  },
  packet: {
    scanHint: '可键入,也可扫描封存单上的二维码', exportTitle: '导出案件包', purpose: '用途', recipient: '接收单位或人员', purposeHint: '例如:移送审查起诉', submit: '导出并校验', exporting: '正在导出并校验……', written: '已写入', bytes: '{{mb}} MB', verifyTitle: '校验案件包', path: '案件包(文件夹、ZIP、ISO)或录像文件的路径', askedSealCode: '纸面封存码(可不填)', askedFingerprint: '证书指纹(可不填)', 'as-asked': '是所要的案件包:封存码一致。', 'not-as-asked': '不是所要的案件包:封存码不同。', verify: '校验', verifying: '正在校验……',
    files: '文件 {{files}} 个,片段 {{fragments}} 个,台账 {{entries}} 条', findings: '发现的问题', file: '文件', problem: '问题', place: '位置', notSealed: '封存后才能导出。', sealCode: '封存码 {{code}}',
    target: '导出到', directory: '存放位置(可不填)', directoryHint: '留空则存入本机的数据文件夹', medium: '可移动介质', chooseMedium: '请选择介质', noMedium: '没有找到可移动介质。请插入后重新查找。', lookForMedia: '重新查找', free: '可用 {{free}} / 共 {{total}}',
    nth: '第 {{number}} 个,共 {{of}} 个', rate: '每秒 {{rate}}', left: '约剩 {{time}}', cancel: '取消导出',
    mp4: '另附普通 MP4 副本(供旧播放器使用)', mp4Hint: '每路画面合成一个文件,每帧标明“派生副本”;需重新编码,耗时较长。',
  },
  clip: {
    title: '制作剪辑件', hint: '只从已导出的副本剪辑,不动原件;每帧标明“剪辑件,非完整录像”,附剪辑表和来源校验值。', noCopy: '请先导出副本;剪辑件只能从副本制作。', copy: '剪自', copyNumber: '副本第 {{number}} 号({{recipient}})', copyPath: '副本所在文件夹(可不填)', copyPathHint: '留空则在本机的数据文件夹中查找',
    cameras: '摄像机', cuts: '剪辑时段(录制时间)', nth: '第 {{number}} 段', from: '第 {{number}} 段开始', to: '第 {{number}} 段结束', addCut: '添加一段', removeCut: '删除此段', wrong: '第 {{number}} 段为空,或与前一段重叠、颠倒。', reason: '剪辑原因', submit: '制作剪辑件并校验', making: '正在制作剪辑件……',
  },
  packetTarget: { folder: '文件夹', medium: '可移动介质', iso: '光盘映像(ISO)', zip: '压缩包(ZIP)' },
  packetTargetHint: { folder: '在文件夹中可直接双击播放。', medium: '写入 U 盘、移动硬盘等,写完后从介质读回逐字节核对。', iso: '用于刻录光盘;映像可直接校验。', zip: '便于传送的单个文件,不压缩;可直接校验,播放前先解开。' },
  exportPhase: { preparing: '正在制作报告和播放页', deriving: '正在制作普通 MP4 副本', copying: '正在复制录像', syncing: '正在写入介质,请勿拔出', 'reading-back': '正在从介质读回核对', checking: '正在校验成品' },
  readBack: { medium: '已从介质读回,与写入的完全一致。', cache: '已读回核对一致;本系统不能绕过缓存,建议拔出重新插入后再校验一次。', none: '未读回核对。' },
  verify: {
    title: '校验原件', hint: '从各磁盘重新读取本次讯(询)问的全部录像文件并核对;录制不受影响。', full: '完整校验', quick: '快速校验', underWay: '正在校验', and: '、', quickIntact: '文件、校验链和签名完好(未逐字节读取画面和声音)',
    read: '已核对 {{disks}} 上的文件 {{files}} 个、片段 {{fragments}} 个;{{time}}', result: { intact: '完好', altered: '已被改动', incomplete: '不完整', 'not-ours': '无法判断' },
  },
  board: {
    title: '值守看板', noSession: '本室没有讯(询)问', opened: '已新建,尚未开始录制', finished: '录制已结束', interviewee: '被讯(询)问人', provenUntil: '已确证至', inside: '在场人员', since: '{{time}} 进入', nobody: '没有登记在场人员',
    expected: '待到人员', arrive: '{{name}} 到场', leave: '{{name}} 离开', leaves: '离开', name: '姓名', capacity: '身份', add: '登记到场', breaks: '休息', begin: '开始{{kind}}', end: '结束{{kind}}', lasting: '{{kind}}中', lastsFor: '已 {{time}}', longEnough: '时长已够', undo: '撤回:{{what}}({{seconds}} 秒内)', voided: '听到讲话 {{seconds}} 秒,本次不计入休息',
    dueRest: '下次休息', breakfast: '早餐', lunch: '午餐', dinner: '晚餐', in: '还有 {{time}}', over: '已超过 {{time}}', by: '{{time}} 前', noDue: '没有待安排的', locked: '笔录已锁定', due: '休息与用餐',
    call: '呼叫办案人员', called: '已呼叫,等待应答({{time}})', medical: '身体不适', medicalText: '值守人员登记:身体不适', medicalDone: '已登记身体不适({{time}})', keys: '键盘:1–6 开始休息,0 结束休息,Z 撤回,M 身体不适,C 呼叫办案人员,N 填写姓名', otherRooms: '其他讯问室', 'room-recording': '录制中', 'room-interrupted': '录制中断', 'room-idle': '未录制', 'room-unknown': '没有消息', roomLast: '最后消息 {{time}}', roomCalls: '正在呼叫办案人员',
  },
  breakRemark: { declined: '提供了用餐,本人拒绝', withdrawn: '登记后已撤回', voided: '期间听到讲话 {{seconds}} 秒,不计入休息' },
  breakWords: {
    announcement: '请口头宣布休息', announcementHint: '按本室规则,休息期间不录制。请对着录像说明后确认,录制随即停止。', announcementSaid: '已说明,停止录制并休息',
    return: '请口头说明恢复录制', returnHint: '已恢复录制。请对着录像说明后确认,方可继续记录。', returnSaid: '已说明',
  },
  attendance: {
    arrival: '被讯(询)问人签字确认到达时间', leaving: '被讯(询)问人签字确认离开时间', paper: '已在纸上签字',
    arrivalSigned: '到达时间 {{time}}:已签字', arrivalRefused: '到达时间 {{time}}:拒绝签字,已由两名办案人员注明', leavingSigned: '离开时间 {{time}}:已签字', leavingRefused: '离开时间 {{time}}:拒绝签字,已由两名办案人员注明',
  },
  outsideNotice: { title: '录音录像技术障碍上报', toldTo: '已报告单位', submit: '确认已经上报', escalates: '{{time}} 前未确认的,提请上一级负责人。', settled: '已报告 {{toldTo}},{{by}} 于 {{time}} 确认' },
  call: { title: '值守人员呼叫', by: '{{name}} 于 {{time}} 呼叫', answer: '应答', sound: '声音提示', soundOn: '开', soundOff: '关' },
  ledger: { title: '台账', head: '台账末条', print: '打印末条', show: '取得末条', explain: '请打印并存放在本机之外。以后据此可以查出台账末尾被删减或重写。', number: '条数', hash: '散列值', at: '时间', certificate: '证书指纹' },
  training: {
    open: '训练', title: '训练面板', hint: '只在训练室可用。播放准备好的语音,模拟故障。', clips: '播放语音', play: '播放', playing: '正在播放', faults: '模拟故障', microphoneFaults: '拾音器故障', camera: '摄像机', faultOn: '{{fault}}:开', faultOff: '{{fault}}:关',
  },
} as const;
