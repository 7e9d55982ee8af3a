/** What ffmpeg and the sound systems say about a device that does not open. */
const busyDevice = /Device or resource busy|already in use|Could not run graph/i;
const deniedDevice = /Permission denied|Operation not permitted|Access denied|not authori[sz]ed/i;

/** What is wrong with a device that did not open, from what ffmpeg said last. */
export function deviceProblem(stderr: string): 'MICROPHONE_BUSY' | 'MICROPHONE_DENIED' | 'MICROPHONE_UNREACHABLE' {
  if (busyDevice.test(stderr)) return 'MICROPHONE_BUSY';
  return deniedDevice.test(stderr) ? 'MICROPHONE_DENIED' : 'MICROPHONE_UNREACHABLE';
}
