/** What the screen of the transcript that is written in Shilu says, in Simplified Chinese. */
export const zhEditor = {
  editor: {
    title: '笔录', notYet: '开始录制后,在此记录问答。', endByRecorder: '录制结束时由录制主机填写', lines: '问答记录', empty: '请按“问”开始第一个问题。时间由录制主机测定。', saved: '已保存', saving: '正在保存……', unsaved: '尚未保存', saveNow: '立即保存', goRoom: '到“讯问室”页面办理', over: '录制已结束,本笔录不能再记录、核对或者签名。请在“讯问室”页面关联已签名的笔录。',
    phase: { writing: '记录中', reading: '核对签名', finalised: '已定稿' }, cause: { typing: '自动保存', asked: '保存', correction: '更正', reading: '交付核对' },
    add: { question: '问', answer: '答', remark: '记' }, keyFacts: '关键事实', pasted: '粘贴 {{count}} 字,须复核', unlinked: '尚未关联录像', linkLast: '关联最近 {{seconds}} 秒',
    problems: '须处理的事项({{count}})', versions: '版本(共 {{count}} 版)', version: '第 {{version}} 版 {{time}} {{characters}} 字', documents: '笔录文件', drafts: '打印草稿',
    close: '交付核对', closeHint: '记录完毕后,由被讯(询)问人逐页核对、签名。', reopen: '返回记录', finalise: '定稿', finaliseHint: '每页均已签名,或者拒绝签名已由两名办案人员注明,方可定稿。', finaliseDone: '已定稿。结束录制后,起止时间由录制主机填入并生成文件。', issued: '起止时间已由录制主机填入,文件已生成并与录像核对。',
    pages: '页', pageOf: '第 {{page}} 页,共 {{count}} 页', openPage: '打开本页供核对', readDone: '本人已阅读', aloudDone: '已向其宣读', pageRead: '本页已核对({{seconds}} 秒)',
    correct: '更正本页', correctHint: '点选要更正的一条。原文划去后仍可阅读,更正后的页须重新核对、签名。', saveCorrection: '保存更正',
    signPad: '在签名板上签名', signPaper: '已在纸质笔录上签名捺指印', refuse: '拒绝签名', signedAt: '{{time}} 已签名', refusedAt: '{{time}} 拒绝签名:{{reason}}', refusalReason: '拒绝签名的理由', noteRefusal: '由两名办案人员注明',
    pad: '签名板', padClear: '重写', padDone: '签名完成',
  },
} as const;
