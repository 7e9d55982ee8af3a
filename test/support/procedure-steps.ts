/** Where a procedure can be cut short: at one call on one disk, before it, half-way through its bytes, or right after it. */
export interface CrashPoint {
  readonly procedure: 'append' | 'finalize' | 'recover' | 'complete';
  readonly call: 'makeFolder' | 'create' | 'append' | 'sync' | 'read' | 'close' | 'reopen' | 'truncate' | 'writeWhole' | 'fact';
  readonly moment: 'before' | 'half' | 'after';
}

const steps: Readonly<Record<CrashPoint['procedure'], readonly `${CrashPoint['call']} ${CrashPoint['moment']}`[]>> = {
  // A fragment: its file when it is the first, its bytes, made durable, read back. After the read it is proven.
  append: ['makeFolder before', 'makeFolder after', 'create before', 'create after', 'append before', 'append half', 'append after', 'sync after', 'read before', 'read after'],
  // A segment: closed, said as a fact. Every byte of it was read back as it was written.
  finalize: ['close before', 'close after', 'fact before', 'fact after'],
  // After a crash: the torn tail kept beside the file, the file ended after its last whole fragment, made durable.
  recover: ['writeWhole before', 'writeWhole after', 'reopen after', 'truncate before', 'truncate after', 'sync after', 'close after'],
  // The shorter copy brought up to the longer one.
  complete: ['makeFolder after', 'reopen before', 'append before', 'append half', 'append after', 'sync after', 'read after', 'close after'],
};

/** Every named step of the procedures that write evidence. */
export const crashPoints: readonly CrashPoint[] = Object.entries(steps).flatMap(([procedure, points]) =>
  points.map((point) => {
    const [call, moment] = point.split(' ');
    return { procedure, call, moment } as CrashPoint;
  }));
