/** What the values of an error's parameters are called in a Chinese sentence. Values that are names, numbers or paths stay as they are. */
const chinese: Readonly<Record<string, string>> = {
  officer: '办案人员', attendant: '值守人员', legal: '法制人员', supervisor: '办案部门负责人', chief: '县级以上公安机关负责人', administrator: '管理员',
  overview: '全景', interviewee: '被讯(询)问人', other: '其他',
  open: '准备', recording: '录制中', finishing: '正在结束', finished: '已结束', sealing: '正在封存', sealed: '已封存', abandoned: '已取消',
  lasting: '中断尚未恢复', unexplained: '中断待说明', explaining: '正在说明中断', explained: '中断已说明', written: '中断已书面说明',
  time: '时间', place: '地点', means: '作案手段', tool: '作案工具', victim: '被害人情况', intent: '主观心态',
  writing: '记录', reading: '核对签名', finalised: '定稿',
  primary: '主盘', mirror: '镜像盘',
};

/** Only these parameters hold words of the program; a person or a file may well be called `open`. */
const worded: ReadonlySet<string> = new Set(['roles', 'status', 'disk', 'keyFact', 'phase']);

/** A parameter as it stands in a Chinese sentence: `officer, legal` becomes `办案人员、法制人员`. */
export function inChinese(parameter: string, value: string): string {
  return worded.has(parameter) ? value.split(', ').map((word) => chinese[word] ?? word).join('、') : value;
}
