import type { Role } from '../../shared/domain/index.ts';

export type PageName = 'board' | 'room' | 'transcript' | 'sessions' | 'cameras' | 'clock' | 'keys' | 'accounts';

/** The pages of a role, its own first. An administrator sees no content; legal staff have no hand on the recorder. */
export function pagesOf(role: Role): readonly [PageName, ...PageName[]] {
  switch (role) {
    case 'officer': return ['room', 'transcript', 'sessions'];
    case 'attendant': return ['board', 'room'];
    case 'legal': return ['sessions'];
    case 'supervisor':
    case 'chief': return ['sessions', 'board'];
    case 'administrator': return ['cameras', 'clock', 'keys', 'accounts', 'room'];
  }
}
