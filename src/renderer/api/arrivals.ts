import { z } from 'zod';
import { toWireError } from '../../shared/base/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { contract, readPreviewMessage, schema, type Method, type PreviewMessage, type Push, type Reply } from '../../shared/contract/index.ts';
import { Listeners } from './listeners.ts';
import type { ContractBreach } from './station-client.ts';

const personChange = z.object({ person: schema.person.nullable() });
const roomChange = z.object({ room: schema.room });
const lineLocked = z.object({ glance: schema.glance });
const checkChange = z.object({ check: schema.sessionCheck });
const trainingChange = z.object({ training: schema.training });

/** The one door through which everything from a station comes in: checked against the contract, or reported as a breach and dropped. */
export class Arrivals {
  readonly pushes = new Listeners<Push>();
  readonly previews = new Listeners<PreviewMessage>();
  readonly breaches = new Listeners<ContractBreach>();

  push(type: string, body: unknown): void {
    const push = this.#readPush(type, body);
    if (push !== undefined) this.pushes.tell(push);
  }

  preview(data: Uint8Array): void {
    if (data.byteLength < 14) this.#breach('preview', `${data.byteLength} bytes`);
    else this.previews.tell(readPreviewMessage(data));
  }

  reply<M extends Method>(method: M, result: unknown): Reply<M> {
    const parsed = contract[method].result.safeParse(result);
    if (parsed.success) return { ok: true, value: parsed.data } as Reply<M>;
    this.#breach(method, z.prettifyError(parsed.error));
    return { ok: false, error: toWireError(new Error(`Reply of ${method} does not fit the contract`)) };
  }

  malformed(where: string, detail: string): void {
    this.#breach(where, detail);
  }

  #readPush(type: string, body: unknown): Push | undefined {
    switch (type) {
      case 'room.changed': {
        const change = this.#read(roomChange, type, body);
        return change === undefined ? undefined : { type, room: change.room };
      }
      case 'training.changed': {
        const change = this.#read(trainingChange, type, body);
        return change === undefined ? undefined : { type, training: change.training };
      }
      case 'verify.changed': {
        const change = this.#read(checkChange, type, body);
        return change === undefined ? undefined : { type, check: change.check };
      }
      case 'line.locked': {
        const change = this.#read(lineLocked, type, body);
        return change === undefined ? undefined : { type, glance: change.glance };
      }
      case 'person.changed': {
        const change = this.#read(personChange, type, body);
        return change === undefined ? undefined : { type, person: change.person as PersonIdentity | null };
      }
      default:
        this.#breach(type, 'unknown notification');
        return undefined;
    }
  }

  #read<T>(expected: z.ZodType<T>, where: string, body: unknown): T | undefined {
    const parsed = expected.safeParse(body);
    if (!parsed.success) this.#breach(where, z.prettifyError(parsed.error));
    return parsed.data;
  }

  #breach(where: string, detail: string): void {
    console.error(`Contract breach in ${where}: ${detail}`);
    this.breaches.tell({ where, detail });
  }
}
