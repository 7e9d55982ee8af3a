import type { SameShape } from './shape.ts';
import type { zhMethods } from './zh-methods.ts';

/** What was asked of the station, where a refusal of it is listed, in English. */
export const enMethods = {
  method: {
    station: { welcome: 'Connect' }, auth: { login: 'Log in', changePin: 'Change one’s PIN', lock: 'Lock the console', unlock: 'Unlock the console', active: 'Stay active', logout: 'Log out' },
    account: { list: 'See accounts', add: 'Add an account', setPin: 'Set a PIN', setDisabled: 'Disable or enable an account' }, room: { status: 'See the room', register: 'Register the room', others: 'See other rooms' }, profile: { current: 'See the rules' },
    camera: { discover: 'Find cameras', add: 'Add a camera', list: 'See cameras', remove: 'Remove a camera', setClock: 'Set a camera’s clock', setStamp: 'Choose who stamps a camera’s picture', measureLatency: 'Measure a camera’s delay' },
    microphone: { devices: 'Find sound devices', listen: 'Listen to sound devices', add: 'Add a microphone', list: 'See microphones', rename: 'Rename a microphone', remove: 'Remove a microphone' },
    disk: { replace: 'Give a disk another folder' }, clock: { status: 'See the clock', configure: 'Set up the clock', align: 'Align the clock' }, climate: { configure: 'Set up the climate sensor' },
    key: { status: 'See keys', request: 'Make a certificate request', importCertificate: 'Import a certificate', importPkcs12: 'Import a key and certificate', setTimeStampServer: 'Set the time stamp server', tryTimeStampServer: 'Try the time stamp server' }, check: { run: 'Check the room' },
    session: {
      open: 'Open a session', abandon: 'Abandon the session', start: 'Start recording', mark: 'Mark', spanOpen: 'Begin an act', spanClose: 'End an act', refuseSignature: 'Log a refusal to sign', extendLimit: 'Extend the limit', handBack: 'Log the hand-back', leave: 'Log the leaving',
      breakSpoken: 'Say that a break was announced aloud', breakStart: 'Begin a break', breakEnd: 'End a break', breakUndo: 'Take a break back', personEnter: 'Log who comes in', personLeave: 'Log who goes out', finish: 'Finish the session', play: 'Play the recording', seal: 'Begin the seal', signSeal: 'Log a signature of the seal', withdrawSeal: 'Withdraw the seal',
      completeSeal: 'Complete the seal', sealCertificate: 'Download the seal certificate', list: 'See sessions', get: 'See a session', verify: 'Verify the masters',
    },
    officer: { call: 'Call an officer', answer: 'Answer a call' },
    notice: { acknowledge: 'Acknowledge a report' },
    attendance: { sign: 'Sign when they arrived or left', refuse: 'Log a refusal to sign that' },
    interruption: { list: 'See interruptions', explain: 'Explain an interruption', remedy: 'Log a remedy', sign: 'Sign about an interruption', refuseSigning: 'Log a refusal to sign about an interruption', note: 'Note what a technician found', continueUnrecorded: 'Go on unrecorded' },
    transcript: {
      get: 'See the transcript', begin: 'Begin a line', save: 'Save the transcript', linkFact: 'Link a key fact', close: 'Hand over for reading', reopen: 'Back to writing', readPage: 'Read a page', signPage: 'Sign a page', refuseSignature: 'Log a refusal to sign a page', finalise: 'Finalise the transcript', document: 'Download the transcript',
      link: 'Link a transcript', reconcile: 'Compare the transcript', explain: 'Explain differences of the transcript',
    },
    packet: { export: 'Export a packet', cancel: 'Cancel an export', verify: 'Verify a packet' }, clip: { make: 'Make a clip' }, medium: { list: 'Find removable media' }, case: { handOver: 'Hand over a case' }, ledger: { head: 'Get the head of the ledger', check: 'Check the ledger' },
    preview: { open: 'Open a picture', close: 'Close a picture' }, training: { status: 'See the training room', play: 'Play a training clip', microphoneFault: 'Switch a fault of a microphone', fault: 'Switch a fault of a camera' },
  },
} satisfies SameShape<typeof zhMethods>;
