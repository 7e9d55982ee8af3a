export { parseProfile, type Profile } from './profile.ts';
export { openProfile } from './profile-signature.ts';
export { readAloudText } from './read-aloud.ts';
export { sealLocks, startLocks, transcriptLocks, type RoomFindings, type RuleLock } from './locks.ts';
