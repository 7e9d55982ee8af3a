import type { PacketLine, PacketSession } from '../../src/main/packet/index.ts';
import type { PacketPresentation } from '../../src/main/packet/packet-input.ts';

/** 2026-11-23 09:00:00 in China. */
const startMs = Date.UTC(2026, 10, 23, 1, 0, 0);
const hourMs = 3_600_000;
const minuteMs = 60_000;
const sha256 = (n: number) => n.toString(16).padStart(2, '0').repeat(32);

/** What the report is made from after twelve hours in which nearly everything happened, many times over. */
export function longSession(hours = 12): PacketPresentation {
  const endMs = startMs + hours * hourMs;
  const interruptionList = Array.from({ length: 16 }, (_, index) => interruptionAt(index, startMs + index * 43 * minuteMs + 17 * minuteMs + 1_234));
  const streams = [['cam-1', 'stamped', '全景', 'overview'], ['cam-1-native', 'native', '全景', 'overview'], ['cam-2', 'stamped', '被讯问人', 'interviewee'], ['cam-3', 'stamped', '物证台(特写镜头,名称较长)', 'other'], ['mic-1', 'microphone', '吊顶拾音器', 'sound']] as const;
  const segments = streams.flatMap(([streamId, kind, name, role]) => stretches(interruptionList, endMs).flatMap(({ fromMs, toMs }, run) => cut(fromMs, toMs).map((piece, index) => ({
    streamId, kind, name, role, segment: `${String(run + 1).padStart(4, '0')}-${String(index + 1).padStart(4, '0')}.mp4`, bytes: 123_456_789, sha256: sha256(index % 250), startsAtMs: piece.fromMs, endsAtMs: piece.toMs,
  }))));
  const session: PacketSession = {
    sessionId: 'S20261123-0001', caseNumber: '训(2026)第001号', kind: 'interrogation', legalClass: 'must-record', interviewee: '训练对象甲', place: '训练办案中心', openedAtMs: startMs - minuteMs, startedAtMs: startMs, finishedAtMs: endMs,
    recordingStartMs: startMs, recordingEndMs: endMs, officers: [{ name: '训练民警甲', account: 'a' }, { name: '训练民警乙', account: 'b' }],
    present: Array.from({ length: 14 }, (_, index) => ({ name: `训练人员${index + 1}`, capacity: ['officer', 'interpreter', 'guardian', 'suitable-adult', 'lawyer', 'doctor', 'attendant', 'other'][index % 8] ?? 'other', enteredAtMs: startMs + index * 20 * minuteMs, leftAtMs: index % 3 === 0 ? null : startMs + (index + 5) * 20 * minuteMs })),
    breaks: Array.from({ length: 22 }, (_, index) => ({
      breakId: `b-${index}`, kind: ['meal', 'rest', 'toilet', 'medical', 'prayer', 'lawyer'][index % 6] ?? 'rest', offered: '盒饭一份、热水一杯、苹果两个,并询问是否需要服用自带的降压药', answered: index % 2 === 0 ? '接受' : '不需要,只想休息一会儿', startedAtMs: startMs + index * 31 * minuteMs,
      endedAtMs: index === 21 ? null : startMs + index * 31 * minuteMs + (index % 4 + 1) * 3 * minuteMs, note: index % 3 === 0 ? '在室内用餐,录制不停;由值守人员陪同。' : '', withdrawn: index === 4, voided: index === 7, heardMs: index === 7 ? 42_000 : 0,
    })),
    markers: Array.from({ length: 70 }, (_, index) => ({ markerId: `m-${index}`, kind: ['exhibit', 'identification', 'transcript-read', 'signature', 'medical', 'note'][index % 6] ?? 'note', text: `第${index + 1}号物证:扳手一把,表面有红色油漆`, atMs: startMs + index * 10 * minuteMs + 5_000, by: '训练民警甲', media: [{ streamId: 'cam-1', segment: '0001-0001.mp4', mediaMs: 5_000 }, { streamId: 'cam-2', segment: '0001-0001.mp4', mediaMs: 5_000 }] })),
    interruptionList,
    transcript: { fileName: '讯问笔录 第1次.docx', sha256: sha256(7), startsAtMs: startMs, endsAtMs: endMs, linkedAtMs: endMs, linkedBy: '训练民警甲' },
    reconciliation: {
      agrees: false, explanation: { reason: '笔录中的中断时间按值班日志填写,与录像相差两分钟,以录像为准。', atMs: endMs, by: '训练民警甲', second: '训练民警乙' },
      rows: interruptionList.flatMap(({ interruptionId: subject }, index) => (['interruption-start', 'interruption-end', 'interruption-reason', 'interruption-spoken', 'interruption-signed'] as const).map((item) => ({
        item, subject, transcript: item === 'interruption-reason' ? '因网络故障录制中断,恢复后由民警说明原因,被讯问人在场听取并签名确认。' : '2026-11-23 14:03:00', recording: item === 'interruption-reason' ? '' : '2026-11-23 14:03:11', word: item === 'interruption-reason' ? 'network' : item === 'interruption-spoken' ? 'spoken' : '', differenceMs: item.endsWith('t') ? 120_000 : null, toleranceMs: item.endsWith('t') ? minuteMs : null, clockErrorMs: 12, agrees: index % 5 !== 0, blocks: index % 2 === 0,
      }))),
    },
    seal: { sealCode: 'JEQB-QK49-D7R3-85Q5-856H', manifestSha256: sha256(1), sealedAtMs: endMs + minuteMs, sealedBy: '训练民警甲', intervieweeSigned: false, signatures: [] },
  };
  return {
    packetId: 'S20261123-0001-20261124090000', sealCode: 'JEQB-QK49-D7R3-85Q5-856H', manifestSha256: sha256(1), certificateSha256: sha256(2), secondCertificateSha256: null, roomName: '讯问一室', session, segments, timeStamp: true, transcriptLines: lines(endMs),
    clockCertificate: certificate(endMs), files: segments.map(({ streamId, segment, bytes, sha256: hash }) => ({ path: `data/recording/${streamId}/${segment}`, bytes, sha256: hash })), purpose: '移送审查起诉', recipient: '训练检察院', exportedBy: '训练法制员丁', exportedAtMs: endMs + hourMs, timeZone: 'Asia/Shanghai',
    copy: {
      packetId: 'S20261123-0001-20261124090000', sessionId: 'S20261123-0001', caseNumber: '训(2026)第001号', number: 3, kind: 'work', requestedBy: '训练民警乙', purpose: '移送审查起诉', recipient: '训练检察院', approvedBy: { name: '训练局长己', role: 'chief' }, madeBy: '训练法制员丁', madeAtMs: endMs + hourMs,
      original: { stationName: '讯问一室', place: '训练办案中心' }, manifestSha256: sha256(1), sequence: 2, otherSessions: [{ sequence: 1, sessionId: 'S20261120-0001', status: 'sealed', isHandedOver: false }],
    },
  };
}

function interruptionAt(index: number, fromMs: number): PacketSession['interruptionList'][number] {
  const toMs = index === 15 ? null : fromMs + (index % 4 + 1) * 23_400;
  const spoken = index % 5 === 4 || toMs === null ? null : { streamId: 'cam-1', segment: `${String(index + 2).padStart(4, '0')}-0001.mp4`, mediaMs: 4_000 };
  return {
    interruptionId: `int-${index}`, fromMs, toMs, reason: ['STREAM_LOST', 'DISK_FAILED', 'DISK_FULL'][index % 3] ?? 'STREAM_LOST', state: spoken === null ? 'written' : 'explained', cause: ['network', 'storage', 'equipment', 'power', 'software', 'other'][index % 6] ?? 'other',
    note: '交换机重启,两台摄像机同时断开,约二十秒后恢复;期间未继续提问。', heardMs: 6_400, requiredMs: 3_000, explainedBy: '训练民警甲', spokenFrom: spoken, spokenTo: spoken === null ? null : { ...spoken, mediaMs: 11_400 },
    readAloud: { zh: '刚才录制中断,从14时03分11秒到14时03分34秒,共23秒,原因是网络故障。中断期间没有讯问。', en: 'Recording was interrupted from 14:03:11 to 14:03:34, 23 seconds, because of a network failure. Nothing was asked meanwhile.' },
    remedies: index % 3 === 0 ? [{ remedy: 'repair', tried: [{ note: '重启交换机', atMs: fromMs + 3_000, by: '训练民警乙' }] }, { remedy: 'portable', tried: [{ note: '准备便携设备', atMs: fromMs + 9_000, by: '训练民警乙' }] }] : [],
    notes: index % 4 === 0 ? [{ text: '检查发现交换机电源接头松动,已重新固定并更换电源线;建议更换该交换机。', atMs: fromMs + hourMs, by: '训练管理员戊' }] : [],
    unrecorded: index === 8 ? { reason: 'urgent', note: '须立即追赃', approvedBy: '训练局长己', atMs: fromMs + 20_000, by: '训练民警甲', signText: { zh: '本人知道此段未录音录像。', en: 'I know that this part was not recorded.' } } : null,
  };
}

function stretches(interruptions: PacketSession['interruptionList'], endMs: number): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const edges = interruptions.reduce<number[]>((at, { fromMs, toMs }) => [...at, fromMs, toMs ?? endMs], [startMs]);
  return Array.from({ length: Math.ceil(edges.length / 2) }, (_, index) => ({ fromMs: edges[2 * index] ?? endMs, toMs: edges[2 * index + 1] ?? endMs })).filter(({ fromMs, toMs }) => toMs > fromMs);
}

function cut(fromMs: number, toMs: number): readonly { readonly fromMs: number; readonly toMs: number }[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / (10 * minuteMs)) }, (_, index) => ({ fromMs: fromMs + index * 10 * minuteMs, toMs: Math.min(toMs, fromMs + (index + 1) * 10 * minuteMs) }));
}

function lines(endMs: number): readonly PacketLine[] {
  const kinds = ['time', 'place', 'means', 'tool', 'victim', 'intent'] as const;
  return Array.from({ length: 120 }, (_, index): PacketLine => {
    const atMs = startMs + index * 5 * minuteMs;
    const keyFact = kinds[index % 6] ?? 'time';
    const media = [{ streamId: 'cam-1', segment: '0001-0001.mp4', mediaMs: 1_000 }];
    return { lineId: `l-${index}`, kind: index % 2 === 0 ? 'question' : 'answer', text: '我当天晚上八点半左右从家里出来,骑电动车到仓库后门,用扳手撬开了锁。'.repeat(1 + (index % 3)), was: [], atMs: Math.min(atMs, endMs), keyFacts: index % 4 === 1 ? [{ keyFact, fromMs: atMs, toMs: atMs + 9_000, from: media, to: media }] : [] };
  });
}

function certificate(endMs: number): PacketPresentation['clockCertificate'] {
  const minutes = Array.from({ length: (endMs - startMs) / minuteMs }, (_, index) => ({
    fromMs: startMs + index * minuteMs, samples: 4, failedRounds: index % 50 === 0 ? 1 : 0, disputedRounds: 0, rejected: [], offsetUs: index > 300 && index < 330 ? null : Math.round(4_000 * Math.sin(index / 40)), delayUs: 900,
    errorMs: index > 300 && index < 330 ? 9 + (index - 300) : 9, systemOffsetMs: 30, source: 'sntp', server: 'ntp.room.invalid',
  }));
  return {
    format: 'shilu-clock-certificate-2', fromMs: startMs, toMs: endMs, sources: ['sntp', 'operator'], servers: ['ntp1.room.invalid', 'ntp2.room.invalid', 'ntp3.room.invalid'], rejectedServers: ['ntp4.room.invalid'], worstErrorMs: 38, before: null, minutes, after: { atMs: endMs, errorMs: 9 },
    steps: Array.from({ length: 9 }, (_, index) => ({ atMs: startMs + index * hourMs, reason: 'drift', action: 'slewed', byMs: 3, fromMs: startMs + index * hourMs, toMs: startMs + index * hourMs + 3 })), systemSteps: [{ atMs: startMs + 7 * hourMs, byMs: 3_600_000 }],
    alignments: [{ atMs: startMs + 2 * hourMs, presses: 5, byMs: 12, errorMs: 120, spreadMs: 80 }], cameras: Array.from({ length: 12 }, (_, index) => ({ atMs: startMs + index * hourMs, cameraId: 'cam-1', offsetMs: 31, errorMs: 20 })),
    runs: Array.from({ length: 34 }, (_, index) => ({ atMs: startMs, cameraId: 'cam-1', runId: `run-${index}`, toMs: endMs, mediaMs: 2_000_000, driftMs: index, stampErrorMs: 12 })),
  };
}
