import type { zhScreens } from './zh-screens.ts';
import type { SameShape } from './shape.ts';

export const enScreens: SameShape<typeof zhScreens> = {
  app: {
    name: 'Shilu', tagline: 'Interview recording', training: 'Training room', language: 'Language', logout: 'Log out', navigation: 'Main navigation', 
    connecting: 'Connecting to the station…', lost: 'Connection to the station lost — recording goes on there', lostHint: 'Reconnecting. Until then this page shows what was true before; log in again when the line is back.',
    breach: 'This page and the station do not fit together', breachHint: 'Reload the page; if it happens again, tell your administrator. Recording is not affected. Place: {{where}}',
    crashed: 'This page failed; recording is not affected', crashedHint: 'Reload the page.', reload: 'Reload', whatToDo: 'What to do:',
  },
  nav: { transcript: 'Transcript', board: 'Board', room: 'Room', sessions: 'Sessions', cameras: 'Devices', clock: 'Clock', keys: 'Keys', accounts: 'Accounts' },
  common: {
    yes: 'Yes', no: 'No', on: 'on', off: 'off', none: 'None', cancel: 'Cancel', close: 'Close', seconds: '{{seconds}} s', milliseconds: '{{ms}} ms', hours: '{{hours}} h', to: 'to',
    passed: 'passed', failed: 'failed', agrees: 'agrees', differs: 'differs', copy: 'Copy', copied: 'Copied', optional: 'optional', required: 'Please fill in', stillOn: 'still on',
  },
  login: {
    title: 'Log in', account: 'Account', pin: 'PIN', submit: 'Log in', trainingTitle: 'Training accounts', trainingHint: 'Training room: one click logs you in. All pictures and sound are simulated.',
    lost: 'The connection is back. Please log in again: a login holds for one connection.', recordingGoesOn: 'Logging in or out never affects the recording.', oneClick: 'Log in with one click',
    role: {
      officer: 'Prepare, start, mark, explain, link the transcript, seal', attendant: 'Log breaks and people coming and going', legal: 'Review, export and verify packets', supervisor: 'Approve exceptions and extensions; review sessions', chief: 'Approve what the law leaves to the head of the organ; review sessions', administrator: 'Set up cameras and clock; no access to content',
    },
  },
  lock: {
    title: 'This console is locked', recording: 'Recording', notRecording: 'Not recording', alarms: '{{count}} alarms or warnings', pinOf: 'PIN of {{name}}', unlock: 'Unlock', other: 'Log in as somebody else', now: 'Lock this console',
  },
  changePin: {
    title: 'Choose your own PIN', why: 'Your present PIN was set by an administrator. Choose one that only you know.', old: 'Present PIN', new: 'New PIN', again: 'New PIN once more', differs: 'The two are not the same', submit: 'Change PIN',
  },
  room: {
    title: 'Room', provenUntil: 'Proven until', provenNone: 'Nothing yet', provenMeaning: 'On two disks, synced, hashed and read back', provenMeaningOne: 'On ONE disk only, synced, hashed and read back', oneCopy: 'Recording: one copy only', provenLag: '{{seconds}} s behind',
    roomTime: 'Room time', elapsed: 'Recorded', nth: 'session no. {{number}}', caseNumber: 'Case', interviewee: 'Interviewee', officers: 'Officers', place: 'Place', noSession: 'No session now',
    pictures: 'Live pictures', noCameras: 'This room has no cameras yet', noCamerasHint: 'Let an administrator log in and add them.', conditions: 'Equipment', alarms: 'Alarms and warnings', noAlarms: 'No alarms',
    nextStep: 'Next step', locks: 'Locked', lockAnd: ', ', article: 'Article {{article}}', articleOf: '{{law}}, article {{article}}', opensBy: 'Opened by: {{roles}}', since: 'since {{time}}',
    lastKnown: 'As it was before the line broke',
  },
  picture: {
    waiting: 'Waiting for a picture…', stale: 'No new picture for {{seconds}} s', unsupported: 'This browser cannot show the picture ({{type}}). Recording is not affected', level: 'Level {{db}} dB', noSound: 'No sound track', levelUnknown: 'Level —',
    mute: 'Stop listening to “{{camera}}”', unmute: 'Listen to “{{camera}}”', label: 'Live picture of camera “{{camera}}”', notLive: 'Camera is not live',
  },
  clock: {
    badge: 'Room clock', error: 'Error {{bound}}', fallback: 'The time server does not answer; the system clock is used instead', unsynced: 'The room clock is not set yet',
    title: 'Room clock', about: 'Times in pictures, facts and files all follow the room clock.', source: 'Source', server: 'Server', port: 'Port', apply: 'Apply', applied: 'Applied', state: 'State', errorBound: 'Largest error',
    offset: 'Difference from the system clock', sample: 'Last sample', sampleAge: '{{seconds}} s ago', never: 'Never', zone: 'Time zone', useSntp: 'Time server (SNTP)', useSystem: 'System clock (declared)',
    systemHint: 'The error of the system clock cannot be checked; the packet will state that it was used.', aligned: 'There is no time server: a person aligned room time, and the error grows with time', servers: 'Time servers', serversHint: 'One on each line, with its port where it is not 123. Three or more are best: one that is wrong is then found and left out.', serverBad: 'This line is not a server: {{line}}',
    alignTitle: 'Align with the wall display', alignAbout: 'Where there is no time server. Enter what the wall display will show next, then press at the very moment it turns to it, and again at some of the seconds that follow.', alignShown: 'At the first press the wall display shows', alignPress: 'It turns now', alignPresses: '{{count}} presses, {{spread}} ms apart', alignMore: 'At least {{count}} more', alignAgain: 'Begin again', alignApply: 'Align room time', alignDone: 'Room time was moved by {{byMs}} ms; it may now be wrong by {{errorMs}} ms, and more as time passes', alignDisplayError: 'The wall display may be wrong by (ms)', alignBadTime: 'As 14:03:00',
    climateTitle: 'Temperature and humidity', climateAbout: 'The file into which the sensor’s program writes a line such as “24.6 45” with every reading. The picture shows “--” when it is older than eight seconds.', climatePath: 'File', climateNow: 'Now', climateNone: 'No sensor',
  },
  space: { free: '{{gb}} GB free', hoursLeft: 'About {{hours}} h of recording left', shared: 'Both copies are on the same disk', sharedHint: 'Let the administrator give the mirror a disk of its own.' },
  wait: {
    addCameras: 'Add the cameras first', addCamerasHint: 'Then an officer can check the room and start.', goCameras: 'Add cameras', camerasReady: 'The room is set up', camerasReadyHint: 'An officer logs in to begin a session.',
    officerAddCameras: 'Ask an administrator to add the cameras', officerAddCamerasHint: 'They log in and open the “Devices” page.',
    attendantIdle: 'Waiting for the officers to start', attendantIdleHint: 'Once recording runs, log people and breaks here.', attendantDone: 'Recording has ended', attendantDoneHint: 'There is nothing to log for this session.', attendantDoneLog: 'Log when the interviewee leaves.',
    interrupted: 'Recording is interrupted: stop questioning', interruptedHint: 'It resumes by itself when the fault is gone. Follow the alarms; then an officer explains the cause aloud.', explainByOfficer: 'An officer must explain the interruption aloud',
    explainByOfficerHint: 'Transcript and seal stay locked until the explanation is heard on the recording.', starting: 'Waiting for the first second on disk', startingHint: 'Begin questioning when “Proven until” shows a time.',
  },
  check: {
    title: 'Check the room', hint: 'Measures picture, sound, disks and clock.', run: 'Check the room', again: 'Check again', running: 'Checking…', passed: 'Check passed', failed: 'Check did not pass', at: 'Checked at {{time}}', ok: 'OK', bad: 'Failed', warning: 'Warning',
  },
  open: {
    approverTitle: 'Approval by legal staff', approverHint: 'Only legal staff may lower the class of a case; they enter their own account and PIN.',
    title: 'Open a session', again: 'Open the next session', caseNumber: 'Case number', kind: 'Kind', place: 'Place', legalClass: 'Recording duty', interviewee: 'Interviewee', arrivedAt: 'Arrived at',
    arrivedHint: 'YYYY-MM-DD HH:MM', arrivedBad: 'Write it as 2026-11-23 14:03', second: 'Second officer', secondHint: 'enters their own account and PIN', account: 'Account', pin: 'PIN', submit: 'Open session', fillTraining: 'Training: {{name}}',
  },
  start: { title: 'Ready to start', hint: 'It cannot be paused; recording goes on during breaks.', blocked: 'Cannot start yet', submit: 'Start recording' },
  record: {
    title: 'Recording', noPause: 'There is no pause. Recording goes on during breaks.', mark: 'Mark', markKind: 'Kind of marker', markText: 'What', markPlaceholder: 'Such as: exhibit 1 shown', markSubmit: 'Add marker', break: 'Break', breakStart: 'Log a break',
    breakKind: 'Kind of break', offered: 'What was offered', answered: 'What they answered', breakSubmit: 'Begin break', breakOpen: '{{kind}} break', breakSince: 'Since {{time}}; recording goes on', breakNote: 'Note', breakEnd: 'End break',
    persons: 'People', personName: 'Name', capacity: 'Capacity', enter: 'Log arrival', leave: 'Log leaving', leaveOne: 'Log that {{name}} left', present: 'In the room', nobody: 'Nobody else logged', entered: 'came {{time}}',
    finish: 'Finish session', finishTitle: 'Finish this session?', finishHint: 'Recording of this session cannot go on afterwards. Have the transcript read and signed first.', finishReason: 'Note', finishEarly: 'Some of this is missing: reason for the early end', declined: 'A meal was offered and refused', declinedHint: 'Questions stop all the same: it counts once it has been as long as a rest.', finishWritten: 'Recording has not resumed: reason in writing', finishConfirm: 'Finish', log: 'Log of this session', emptyLog: 'Nothing logged yet',
  },
  rules: {
    limit: 'Legal limit', unconfirmed: 'unconfirmed', limitEnds: 'ends {{time}} ({{hours}} h from arrival)', limitEnded: 'ended {{time}} ({{hours}} h)', limitOver: 'The legal limit is reached', limitStop: 'Stop questioning now; recording goes on. Finish the session unless the limit is extended.', limitFinal: 'The law does not let it be extended. Stop questioning and finish; recording goes on.',
    extend: 'Extend to {{hours}} hours', extendOnlyIf: 'Only if: {{condition}}', extendSubmit: 'Extend the limit', reason: 'Reason', approvedBy: 'Approved by: {{roles}}', approverAccount: 'Approver’s account',
    noticeTitle: 'Say this first: {{notice}}', noticeHint: 'Press “Begin”, say it near the microphone, then press “Done”. The transcript opens once it is heard on the recording.', noticeBegin: 'Begin', noticeEnd: 'Done', listening: 'Listening…',
    spans: 'Acts', spanPlaceholder: 'Such as: exhibit 1', spanEnd: 'End: {{span}}', refuse: 'Refuses to sign', refuseSubmit: 'Log the refusal', refusedBy: 'Refusal to sign logged ({{by}}, {{witness}})', witness: 'The other officer is witness',
    remedies: 'Remedies, in this order', leaving: 'The interviewee leaves', leavingHint: 'Stays are summed until then, and this person cannot be summoned again before it is logged. It may be logged after the seal.', leavingTime: 'Left at', leavingSubmit: 'Log the leaving', leavingNow: 'Leaves now', earlier: 'Not now: enter the time', handBack: 'Handed back to the detention centre', handBackHint: 'The seal waits until this is logged.', handBackTime: 'Handed back at', handBackNow: 'Handed back now', handBackSubmit: 'Log the hand-back', handedBackAt: 'Handed back at {{time}}', note: 'What a technician found', noteText: 'Found', noteHint: 'Kept beside the spoken explanation; it does not replace it.', noteSubmit: 'Add the note', leftAt: 'Left at {{time}}', namesake: 'Somebody of this name was questioned in this case', namesakeSame: 'The same person as in {{session}}', namesakeAnother: 'Another person', statementTitle: 'The interviewee signs what is said of the interruption', statementHint: 'Let {{name}} read this, or read it to them, and let them sign in the picture. The machine measured the times; they cannot be changed.', statementPaper: 'Signed on paper, in the picture', statementSigned: 'Interruption at {{time}}: signed', statementRefused: 'Interruption at {{time}}: refusal noted', remediesTried: 'Tried: {{remedies}}', wentOnUnrecorded: 'Went on unrecorded: {{reason}}, approved by {{approver}}', remedyTried: 'Tried', unrecorded: 'Stopping is not practicable: go on unrecorded', unrecordedSubmit: 'Approve going on', signThis: 'The interviewee signs this',
    abandon: 'It will not be held: abandon', abandonHint: 'It keeps its number and its reason and stays in the list.', abandonSubmit: 'Abandon this session',
    placeKind: 'Where', warrantNumber: 'Warrant number', handedOverAt: 'Handed over at', more: 'About the case and the person', identityNumber: 'Identity number', birthDate: 'Birth date', birthDateHint: 'YYYY-MM-DD', birthDateBad: 'Write it as 2008-11-24', needsInterpreter: 'Needs an interpreter',
    offence: 'Offence', traits: 'Circumstances', summonsTitle: 'A summons so soon needs approval', summonsReason: 'Why summoned again so soon', officerSelf: 'The officer enters', whyNoParent: 'Why no parent is here',
  },
  explain: {
    title: 'Explain the interruption', hint: 'Choose the cause, press “Begin”, read the text below aloud near the microphone, then press “Done”.', bounds: 'Measured bounds', lasted: 'Lasted {{duration}}', reason: 'Measured cause', cause: 'Cause', note: 'More about it', begin: 'Begin explanation', finish: 'Done reading',
    readAloud: 'Read aloud', heard: '{{heard}} s of speech heard, at least {{required}} s needed', notHeard: 'Not heard yet: transcript and seal stay locked. Come nearer to the microphone and read it again.', speaking: 'Listening… read now', explained: 'Explained', several: '{{count}} more to explain',
    again: 'Explain again',
  },
  transcript: {
    title: 'Link the transcript', hint: 'Choose the transcript of this session (.docx, .pdf, .txt). Its times, place and persons are read and compared with the recording.', choose: 'Choose the transcript', chosen: 'Transcript: {{file}}', replace: 'Choose another', item: 'Item', inTranscript: 'Transcript', inRecording: 'Recording',
    difference: 'Difference', agrees: 'Transcript and recording agree', differs: 'Transcript and recording differ', blocking: 'Differs: must be corrected', notBlocking: 'Differs: please note', tolerance: '{{seconds}} s allowed', linking: 'Reading and comparing…', none: 'No transcript linked',
    typeHint: 'No times can be read from this file. Type the start and end that are written in it (year-month-day hour:minute).', typeSubmit: 'Compare with these times', typedBy: 'Times typed from the scan by {{name}}', clockBound: 'clock {{bound}}',
    settled: 'Transcript and recording differ; explained by two officers', explainTitle: 'If it cannot be mended: explain', explainHint: 'Two officers give the explanation together. It is kept with every version and cannot be deleted.', reason: 'Why they differ', explainSubmit: 'Explain together',
    explainedBy: '{{time}}, {{by}} and {{second}}: {{reason}}', recorded: 'Recorded: {{start}} to {{end}}',
  },
  signing: {
    title: 'Read out and sign', qr: 'The seal code as a QR code', hint: 'Recording goes on. Read the seal code out, let everybody sign the seal sheet in front of the camera, and note each of them.', sign: 'Has signed', refuse: 'Does not sign', signed: 'signed', refused: 'refused to sign', unable: 'cannot sign',
    reason: 'Why nobody signs', secondAccount: 'Account of the other officer', secondPin: 'PIN of the other officer', noteRefusal: 'Note that it was not signed', complete: 'Complete the seal and stop recording', completing: 'Completing the seal…', withdraw: 'Back to the transcript, seal again', withdrawReason: 'Reason for going back',
  },
  seal: {
    title: 'Seal', hint: 'Everything recorded up to now is checked and signed, and the seal code appears. Recording goes on: read the code out and sign it in the picture.', pin: 'Officer’s PIN', submit: 'Begin the seal', sealing: 'Sealing what was recorded…',
    reread: { reading: 'Reading every recording again from both disks: {{percent}}% (the seal does not wait)', whole: 'Every recording was read again from both disks and is whole', wrong: 'A recording is not whole: it cannot be sealed' },
    code: 'Seal code', codeHint: 'Read it out now and write it on the transcript.', sealedAt: 'Sealed at {{time}} by {{name}}', manifest: 'Manifest SHA-256', blocked: 'Cannot be sealed yet', finding: 'Findings',
  },
  stamp: { title: 'Stamp', station: 'by the station', camera: 'by the camera', useCamera: 'Let the camera stamp', useStation: 'Let the station stamp', busy: 'Setting and reading back…', read: 'Read back from its picture: {{text}}', cannot: 'This camera cannot write it itself', about: 'The camera writes date and time into its own picture and is recorded as it comes. Takes about half a minute: it writes test digits, which are learnt from its picture.' },
  latency: { title: 'Delay', none: 'Not measured', value: '{{ms}} ms ± {{error}} ms', measure: 'Measure', measuring: 'Measuring…', about: 'Needs a clock in the picture that turns on the full second of room time: the wall display, or the “Clock” page of this program on a screen.', at: 'measured {{time}}' },
  cameras: {
    title: 'Devices of this room', about: 'The room needs an overview camera and one on the interviewee, and as a rule two microphones.', discover: 'Find cameras', discoverAll: 'Search the network', address: 'Address', addressHint: 'Leave empty to search the network, or give an address', found: '{{count}} found', foundNone: 'No camera found',
    foundNoneHint: 'Check cables and power, or give the address.', known: 'Added', use: 'Add', add: 'Add a camera', addSubmit: 'Connect and add', adding: 'Connecting to the camera…', by: 'By', onvif: 'ONVIF', rtsp: 'RTSP address', onvifAddress: 'ONVIF service address', rtspUrl: 'RTSP address',
    user: 'User name', password: 'Password', name: 'Name', role: 'Use', list: 'Cameras of this room', state: 'State', picture: 'Picture', sound: 'Sound', soundYes: 'yes', soundNo: 'no', remove: 'Remove', removeTitle: 'Remove “{{name}}”?', setClock: 'Set clock', clockSet: 'Clock set, to within {{ms}} ms', removeHint: 'Nothing already recorded is touched.', empty: 'No cameras yet',
    training: 'Training cameras', trainingHint: 'One click fills in address, user name and password.', model: 'Model',
  },
  devices: {
    room: 'This room', roomHint: 'Its name goes into every transcript and packet. Name and kind can be changed only while there is no session.', unregistered: 'This room is not registered: only a mobile session can be held in it. Check the name, choose the kind and register it.', roomName: 'Name of the room', roomKind: 'Registered as', register: 'Register', registered: 'Saved: {{room}}, {{kind}}',
    disks: 'Where the two copies are kept', replace: 'Use another folder', replaceHint: 'For a disk that is dead, full or the wrong one. Recording does not stop: the new folder is written at once, and what it lacks is copied from the other disk. Nothing in the old folder is deleted.', folder: 'Folder on the new disk', replaceSubmit: 'Use this folder',
  },
  microphones: {
    list: 'Microphones of this room', empty: 'No microphones yet; sound comes from the cameras', level: 'Level', device: 'Sound device', rename: 'Rename', save: 'Save', choose: 'Add a microphone', chooseHint: 'Speak into a microphone or tap it: the meter that moves is its own. Nothing is recorded meanwhile.', search: 'Find sound devices', searchAgain: 'Search again',
    foundNone: 'No sound device found', foundNoneHint: 'Check the plugs and the sound settings of the system.', default: 'default of the system', nameFor: 'Name of “{{device}}” in this room', add: 'Add',
  },
  accounts: {
    title: 'Accounts', about: 'One account per person, with their own PIN. Accounts are never deleted.', name: 'Name', role: 'Role', add: 'Add account', setPin: 'New PIN', setPinFor: 'New PIN for {{name}}', newPin: 'New PIN',
    accountRule: '2 to 64 letters, digits, dots, dashes or underscores', badge: 'Badge number', sex: 'Sex', disable: 'Disable', enable: 'Enable', disabled: 'disabled', pinRule: 'At least 6 characters, no runs or repetitions', firstTitle: 'Add the first administrator', firstHint: 'Nobody has an account in this room yet. Add an administrator, who adds the others.',
  },
  sessions: {
    title: 'Sessions', empty: 'No sessions yet', back: 'Back to the list', status: 'State', opened: 'Opened', started: 'Started', finished: 'Finished', interruptions: 'Interruptions', sealCode: 'Seal code', details: 'Open', timeline: 'Course of events', technical: 'Show technical facts',
    breaks: 'Breaks', markers: 'Markers', persons: 'People', transcript: 'Transcript', facts: 'Facts', noBreaks: 'No breaks', noMarkers: 'No markers', noPersons: 'Nobody logged', noInterruptions: 'No interruptions', refresh: 'Refresh', station: 'Station', number: 'No.',
    heard: '{{seconds}} s heard', enteredLeft: '{{entered}} to {{left}}', recorded: 'Recorded', open: 'Open {{caseNumber}}', error: '±{{ms}} ms',
  },
  packet: {
    scanHint: 'Typed, or scanned from the QR code of the paper', exportTitle: 'Export a packet', purpose: 'Purpose', recipient: 'Recipient', purposeHint: 'Such as: prosecution', submit: 'Export and verify', exporting: 'Exporting and verifying…', written: 'Written to', bytes: '{{mb}} MB', verifyTitle: 'Verify a packet', path: 'Packet (folder, ZIP, ISO) or video file', askedSealCode: 'Seal code on the paper (optional)', askedFingerprint: 'Certificate fingerprint (optional)', 'as-asked': 'It is the packet that was asked for: its seal code is the same.', 'not-as-asked': 'It is not the packet that was asked for: its seal code is another.', verify: 'Verify', verifying: 'Verifying…',
    files: '{{files}} files, {{fragments}} fragments, {{entries}} ledger entries', findings: 'Findings', file: 'File', problem: 'Problem', place: 'Place', notSealed: 'It can be exported once sealed.', sealCode: 'Seal code {{code}}',
    target: 'Export to', directory: 'Place (optional)', directoryHint: 'Left empty: this station’s data folder', medium: 'Removable medium', chooseMedium: 'Choose a medium', noMedium: 'No removable medium was found. Put one in and look again.', lookForMedia: 'Look again', free: '{{free}} free of {{total}}',
    nth: '{{number}} of {{of}}', rate: '{{rate}} a second', left: 'about {{time}} left', cancel: 'Cancel the export',
    mp4: 'Add ordinary MP4 copies (for old players)', mp4Hint: 'One file for each camera, marked as derived in every picture; it is encoded anew, which takes long.',
  },
  clip: {
    title: 'Cut a clip', hint: 'Cut from an exported copy, never from the masters; every picture says that it is not the whole, with a cut list and the hashes of what it is cut from.', noCopy: 'Export a copy first: clips are cut from copies alone.', copy: 'Cut from', copyNumber: 'Copy No. {{number}} ({{recipient}})', copyPath: 'Folder of the copy (optional)', copyPathHint: 'Empty: looked for in this machine’s data folder',
    cameras: 'Cameras', cuts: 'Cuts (room time)', nth: 'Cut {{number}}', from: 'Cut {{number}}: from', to: 'Cut {{number}}: to', addCut: 'Add a cut', removeCut: 'Remove', wrong: 'Cut {{number}} is empty, or does not begin after the one before it.', reason: 'Reason', submit: 'Cut the clip and check it', making: 'Cutting the clip…',
  },
  packetTarget: { folder: 'Folder', medium: 'Removable medium', iso: 'Disc image (ISO)', zip: 'One file (ZIP)' },
  packetTargetHint: { folder: 'A folder plays by a double click.', medium: 'A stick or a portable disk; what was written is read back from it and compared byte by byte.', iso: 'To be burnt to a disc; the image can be verified as it is.', zip: 'One file to hand on, not compressed; it can be verified as it is and is unpacked to be played.' },
  exportPhase: { preparing: 'Making the report and the page', deriving: 'Making ordinary MP4 copies', copying: 'Copying the recordings', syncing: 'Writing to the medium: do not take it out', 'reading-back': 'Reading back and comparing', checking: 'Verifying the result' },
  readBack: { medium: 'Read back from the medium: the same in every byte.', cache: 'Read back: the same. This system cannot read past its cache; take the medium out, put it in again and verify once more.', none: 'Not read back.' },
  verify: {
    title: 'Verify the masters', hint: 'Reads every recorded file of this session again from the disks and compares it. Recording is not disturbed.', full: 'Verify in full', quick: 'Quick look', underWay: 'Verifying', and: ' and ', quickIntact: 'Files, chain and signatures are whole (pictures and sound were not read)',
    read: '{{files}} files with {{fragments}} fragments checked on {{disks}}; {{time}}', result: { intact: 'Intact', altered: 'Altered', incomplete: 'Incomplete', 'not-ours': 'Not ours to judge' },
  },
  board: {
    title: 'Attendant’s board', noSession: 'No session in this room', opened: 'Opened, not recording yet', finished: 'Recording has ended', interviewee: 'Interviewee', provenUntil: 'Proven until', inside: 'Inside', since: 'since {{time}}', nobody: 'Nobody is logged as present',
    expected: 'Expected', arrive: '{{name}} arrives', leave: '{{name}} leaves', leaves: 'Leaves', name: 'Name', capacity: 'Capacity', add: 'Log arrival', breaks: 'Breaks', begin: 'Begin {{kind}}', end: 'End {{kind}}', lasting: '{{kind}} break', lastsFor: 'for {{time}}', longEnough: 'long enough', undo: 'Undo: {{what}} (within {{seconds}} s)', voided: '{{seconds}} s of speech heard: no rest',
    dueRest: 'Next rest', breakfast: 'Breakfast', lunch: 'Lunch', dinner: 'Dinner', in: 'in {{time}}', over: 'overdue by {{time}}', by: 'by {{time}}', noDue: 'Nothing is due', locked: 'Transcript locked', due: 'Rest and meals',
    call: 'Call officer', called: 'Called, waiting for an answer ({{time}})', medical: 'Medical event', medicalText: 'Logged by the attendant: feels unwell', medicalDone: 'Medical event logged ({{time}})', keys: 'Keys: 1–6 begin a break, 0 end it, Z undo, M medical event, C call officer, N type a name', otherRooms: 'Other rooms', 'room-recording': 'recording', 'room-interrupted': 'recording interrupted', 'room-idle': 'not recording', 'room-unknown': 'no word', roomLast: 'last word at {{time}}', roomCalls: 'calls for an officer',
  },
  breakRemark: { declined: 'A meal was offered and refused', withdrawn: 'Taken back right after it was logged', voided: '{{seconds}} s of speech heard in it: it does not count as rest' },
  breakWords: {
    announcement: 'Say aloud that the break begins', announcementHint: 'Under these rules a break is not recorded. Say this on the recording, then confirm: the recording ends for the break.', announcementSaid: 'I have said it: end the recording for the break',
    return: 'Say aloud that the recording goes on', returnHint: 'Recording goes on. Say this on the recording, then confirm: the transcript opens.', returnSaid: 'I have said it',
  },
  attendance: {
    arrival: 'The interviewee signs when they arrived', leaving: 'The interviewee signs when they left', paper: 'Signed on paper',
    arrivalSigned: 'Arrival {{time}}: signed', arrivalRefused: 'Arrival {{time}}: refused to sign, noted by two officers', leavingSigned: 'Leaving {{time}}: signed', leavingRefused: 'Leaving {{time}}: refused to sign, noted by two officers',
  },
  outsideNotice: { title: 'Report that recording failed', toldTo: 'Reported to', submit: 'Acknowledge: it was reported', escalates: 'Not acknowledged by {{time}}, it goes to the next level.', settled: 'Reported to {{toldTo}}, acknowledged by {{by}} at {{time}}' },
  call: { title: 'The attendant calls', by: '{{name}} called at {{time}}', answer: 'Answer', sound: 'Sound', soundOn: 'on', soundOff: 'off' },
  ledger: { title: 'Ledger', head: 'Head of the ledger', print: 'Print the head', show: 'Get the head', explain: 'Print it and keep it away from this machine. Beside it, a ledger that was cut or made anew can be found out later.', number: 'Entries', hash: 'Hash', at: 'Time', certificate: 'Certificate' },
  training: {
    open: 'Training', title: 'Training panel', hint: 'Training room only. Play prepared speech and simulate faults.', clips: 'Play speech', play: 'Play', playing: 'Playing', faults: 'Simulate faults', microphoneFaults: 'Faults of microphones', camera: 'Camera', faultOn: '{{fault}}: on', faultOff: '{{fault}}: off',
  },
};
