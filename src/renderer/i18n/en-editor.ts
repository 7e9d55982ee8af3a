/** What the screen of the transcript that is written in Shilu says, in English. */
export const enEditor = {
  editor: {
    title: 'Transcript', notYet: 'Questions and answers are written here once recording has started.', endByRecorder: 'Filled in by the station when recording ends', lines: 'Questions and answers', empty: 'Press “Question” to begin the first one. The station measures the time.', saved: 'Saved', saving: 'Saving…', unsaved: 'Not saved', saveNow: 'Save now', goRoom: 'Go to the page “Room”', over: 'Recording has ended: this transcript can no longer be written, read or signed. Link the signed transcript on the page “Room”.',
    phase: { writing: 'writing', reading: 'reading and signing', finalised: 'finalised' }, cause: { typing: 'saved by itself', asked: 'saved', correction: 'correction', reading: 'handed over' },
    add: { question: 'Question', answer: 'Answer', remark: 'Remark' }, keyFacts: 'Key facts', pasted: '{{count}} characters pasted: to be reviewed', unlinked: 'not linked to the recording', linkLast: 'Link last {{seconds}} s',
    problems: 'To be dealt with ({{count}})', versions: 'Versions ({{count}})', version: 'Version {{version}} {{time}} {{characters}} characters', documents: 'Documents', drafts: 'Print a draft',
    close: 'Hand over for reading', closeHint: 'When everything is written, the interviewee reads and signs page by page.', reopen: 'Back to writing', finalise: 'Finalise', finaliseHint: 'Every page must be signed, or its refusal noted by two officers.', finaliseDone: 'Finalised. When recording ends, the station fills in the times and makes the documents.', issued: 'The station has filled in the times, made the documents and compared them with the recording.',
    pages: 'Pages', pageOf: 'Page {{page}} of {{count}}', openPage: 'Open this page for reading', readDone: 'They have read it', aloudDone: 'It was read aloud', pageRead: 'This page has been read ({{seconds}} s)',
    correct: 'Correct this page', correctHint: 'Choose the line to correct. The old words are crossed out and stay readable; the corrected page is read and signed again.', saveCorrection: 'Save correction',
    signPad: 'Sign on the pad', signPaper: 'Signed on paper', refuse: 'Refuses to sign', signedAt: 'Signed at {{time}}', refusedAt: 'Refused at {{time}}: {{reason}}', refusalReason: 'Why they refuse', noteRefusal: 'Note it, two officers',
    pad: 'Signature pad', padClear: 'Again', padDone: 'Signed',
  },
} as const;
