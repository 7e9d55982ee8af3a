import { setTimeout as pause } from 'node:timers/promises';

/** The first value that is neither undefined nor false; fails with `what` after `deadlineMs`. */
export async function waitUntil<T>(what: string, deadlineMs: number, look: () => Promise<T | undefined | false>): Promise<T> {
  const giveUpAt = Date.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
    await pause(200);
  }
}
