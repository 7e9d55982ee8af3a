'use strict';
/* Every word that the page shows. */
var shiluWords = {
  zh: {
    other: 'English', title: '同步录音录像', sealCode: '封存码', speed: '速度', play: '▶ 播放', pause: '❚❚ 暂停', recorded: '有录像', interruption: '录制中断', break: '休息', marker: '标记',
    events: '时间记录(点击跳转)', session: '本次讯(询)问', verify: '如何自行核验', sound: '声音:开', muted: '声音:关', absent: '此时段本机位没有录像', skip: '跳到恢复录制处', unplayable: '浏览器无法播放此文件', ended: '录像结束',
    inInterruption: '录制中断:{from} 至 {to},原因:{cause}。', explained: '当事民警已在录音录像中口头说明', unexplained: '未在录音录像中口头说明', explanation: '口头说明中断原因', recordingStart: '录制开始', recordingEnd: '录制结束', entered: '进入', left: '离开', at: '室内时间',
    facts: { caseNumber: '案件编号', kind: '类型', interviewee: '被讯(询)问人', officers: '办案人员', place: '地点', room: '办案区', start: '录制开始', end: '录制结束', seal: '封存码', sealed: '封存时间', manifest: '清单 SHA-256', certificate: '证书 SHA-256', purpose: '用途', recipient: '接收人', packet: '案件包编号' },
    kinds: { interrogation: '讯问', inquiry: '询问' },
    breaks: { meal: '用餐', rest: '休息', toilet: '如厕', medical: '就医', prayer: '礼拜', lawyer: '会见律师' },
    markers: { exhibit: '出示物证', identification: '辨认', 'transcript-read': '核对笔录', signature: '签名捺印', note: '备注' },
    causes: { equipment: '设备故障', network: '网络故障', power: '停电', storage: '存储故障', software: '软件故障', other: '其他', '': '未说明' },
    capacities: { officer: '办案人员', interpreter: '翻译', guardian: '监护人', lawyer: '律师', doctor: '医生', attendant: '值守人员', other: '其他人员' },
    how: ['先核对:本页封存码应与纸质封存单、录像中宣读的封存码一致。', '在案件包文件夹(含 bagit.txt)中运行以下命令,无需本软件:', '逐个核对文件:', '核对封存签名:', '证书 SHA-256 应与办案单位公布的一致。详见 README-zh.txt。'],
  },
  en: {
    other: '中文', title: 'Interview recording', sealCode: 'Seal code', speed: 'Speed', play: '▶ Play', pause: '❚❚ Stop', recorded: 'recorded', interruption: 'interruption', break: 'break', marker: 'marker',
    events: 'What happened when (click to go there)', session: 'This session', verify: 'How to check it yourself', sound: 'Sound on', muted: 'Sound off', absent: 'This camera has no recording here', skip: 'Go to where recording resumes', unplayable: 'This browser cannot play the file', ended: 'End of the recording',
    inInterruption: 'Recording was interrupted: {from} to {to}, cause: {cause}.', explained: 'explained aloud on the recording', unexplained: 'not explained aloud on the recording', explanation: 'Spoken explanation of the interruption', recordingStart: 'Recording begins', recordingEnd: 'Recording ends', entered: 'enters', left: 'leaves', at: 'room time',
    facts: { caseNumber: 'Case number', kind: 'Kind', interviewee: 'Interviewee', officers: 'Officers', place: 'Place', room: 'Room', start: 'Recording began', end: 'Recording ended', seal: 'Seal code', sealed: 'Sealed at', manifest: 'Manifest SHA-256', certificate: 'Certificate SHA-256', purpose: 'Purpose', recipient: 'Recipient', packet: 'Packet' },
    kinds: { interrogation: 'Interrogation', inquiry: 'Inquiry' },
    breaks: { meal: 'Meal', rest: 'Rest', toilet: 'Toilet', medical: 'Medical', prayer: 'Prayer', lawyer: 'Lawyer' },
    markers: { exhibit: 'Exhibit shown', identification: 'Identification', 'transcript-read': 'Transcript read', signature: 'Signature', note: 'Note' },
    causes: { equipment: 'equipment failure', network: 'network failure', power: 'power failure', storage: 'storage failure', software: 'software failure', other: 'other', '': 'not stated' },
    capacities: { officer: 'officer', interpreter: 'interpreter', guardian: 'guardian', lawyer: 'lawyer', doctor: 'doctor', attendant: 'attendant', other: 'other' },
    how: ['First compare: the seal code on this page must be the one on the paper and the one read out on the recording.', 'Then run these in the packet folder (the one with bagit.txt); no special program is needed:', 'Every file:', 'The signature of the seal:', 'The certificate SHA-256 must be the one that the police authority publishes. See README-en.txt.'],
  },
};
