import { AppError, toWireError, type ErrorCode, type ErrorParams } from '../../shared/base/index.ts';
import type { AlarmSnapshot } from '../../shared/contract/index.ts';

interface Alarm {
  readonly code: ErrorCode;
  readonly subject: string;
  readonly severity: 'warning' | 'alarm';
  readonly sinceMs: number;
  readonly params: ErrorParams;
}

/** What is wrong in the room now. An alarm stays until its cause is gone; nobody can click it away. */
export class Alarms {
  readonly #alarms = new Map<string, Alarm>();
  readonly #onChange: (change: 'raised' | 'cleared', alarm: Alarm) => void;

  constructor(onChange: (change: 'raised' | 'cleared', alarm: Alarm) => void) {
    this.#onChange = onChange;
  }

  /** Raising what is raised already changes nothing. */
  raise(alarm: Alarm): void {
    const key = `${alarm.code}|${alarm.subject}`;
    if (this.#alarms.has(key)) return;
    this.#alarms.set(key, alarm);
    this.#onChange('raised', alarm);
  }

  /** Clears the alarms about a subject: all of them, or those of one code. */
  clear(subject: string, code?: ErrorCode): void {
    for (const [key, alarm] of this.#alarms) {
      if (alarm.subject !== subject || (code !== undefined && alarm.code !== code)) continue;
      this.#alarms.delete(key);
      this.#onChange('cleared', alarm);
    }
  }

  snapshot(): AlarmSnapshot[] {
    return [...this.#alarms.values()].map(({ code, subject, severity, sinceMs, params }) => {
      const { message, hint } = toWireError(new AppError(code, params));
      return { code, subject, severity, sinceMs, message, hint };
    });
  }
}
