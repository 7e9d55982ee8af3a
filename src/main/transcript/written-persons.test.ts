import { describe, expect, it } from 'vitest';
import { findWrittenPersons } from './written-persons.ts';

const all = { place: '办案区讯问室一', interviewee: '王五', officers: ['张三', '李四'], recorder: '李四', interpreter: null, guardian: null };
const none = { place: null, interviewee: null, officers: [], recorder: null, interpreter: null, guardian: null };

describe('findWrittenPersons', () => {
  it.each([
    ['one label a line', '讯问笔录\n地点:办案区讯问室一\n讯问人:张三、李四\n记录人:李四\n被讯问人:王五\n问:', all],
    ['the form of the ministry', '询问/讯问笔录\n地点__办案区讯问室一__\n询问/讯问人(签名)_张三_、_李四_ 工作单位__某某派出所__\n记录人(签名)__李四__工作单位__某某派出所__\n被询问/讯问人__王五__性别_男_年龄_30_\n', all],
    ['several labels a line', '地点:办案区讯问室一 讯问人:张三,李四 记录人:李四\n被讯问人:王五 性别:男', all],
    ['cells of a table', '地点\n\n办案区讯问室一\n\n讯问人\n\n张三 李四\n\n记录人\n\n李四\n\n被讯问人\n\n王五\n\n性别\n\n男', all],
    ['set apart', '地 点:办案区讯问室一\n侦查员姓名、单位:张 三、李 四\n记 录 员:李 四\n犯罪嫌疑人:王 五 男', all],
    ['units in brackets', '地点:办案区讯问室一\n办案民警:张三(东城分局)和李四(东城分局)\n书记员:李四\n被询问人:王五(男,30岁)', all],
    ['English', 'Place: Room 1\nOfficers: Ann Smith and Bob Jones\nRecorder: Bob Jones\nInterviewee: Carl Doe', { place: 'Room 1', interviewee: 'Carl Doe', officers: ['Ann Smith', 'Bob Jones'], recorder: 'Bob Jones', interpreter: null, guardian: null }],
    ['interpreter and guardian', '翻译人员:赵六 法定代理人:王父\n被讯问人:王五', { ...none, interviewee: '王五', interpreter: '赵六', guardian: '王父' }],
    ['nobody but the form', '翻译人员:无\n监护人:/\n被讯问人:王五', { ...none, interviewee: '王五' }],
    ['English company', 'Interpreter: Dan Fox\nLegal guardian: Eve Doe\nInterviewee: Carl Doe', { ...none, interviewee: 'Carl Doe', interpreter: 'Dan Fox', guardian: 'Eve Doe' }],
    ['an inquiry', '询问地点:办案区讯问室一\n询问人:张三、李四\n记录人:李四\n被询问人:王五', all],
    ['names with 和', '讯问人:李和平、张和', { ...none, officers: ['李和平', '张和'] }],
    ['a long name', '被讯问人:阿卜杜拉·买买提', { ...none, interviewee: '阿卜杜拉·买买提' }],
    ['an empty form', '地点______\n讯问人______记录人______\n被讯问人______性别___年龄___', none],
    ['only questions', '讯问笔录\n问:地点:办案区讯问室一 讯问人:张三\n答:……', none],
    ['nothing', '', none],
    ['endless blanks', `讯问人:${' \n'.repeat(100_000)}`, none],
    ['labels without values', '讯问人:\n记录人:\n', none],
  ])('reads %s', (_name, text, expected) => expect(findWrittenPersons(text)).toEqual(expected));
});
