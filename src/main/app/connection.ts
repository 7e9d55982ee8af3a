import { AppError, toWireError } from '../../shared/base/index.ts';
import { contract, type Method, type MethodContract, type MethodParams, type MethodResult, type Push, type Reply } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import type { Logger } from '../platform/index.ts';

/** Who calls, and the line on which they call. */
export interface Caller {
  readonly person: PersonIdentity;
  readonly line: Line;
}

/** One console's line: what handlers may do with it. */
export interface Line {
  logIn(person: PersonIdentity | null): void;
  openPreview(cameraId: string): { streamId: number; mimeType: string };
  closePreview(streamId: number): void;
}

/** One function for each method of the contract. For methods that anyone may call, `person` is a nobody. */
export type Handlers = { readonly [M in Method]: (params: MethodParams<M>, caller: Caller) => Promise<MethodResult<M>> };

export const nobody: PersonIdentity = { personId: 'nobody' as PersonIdentity['personId'], account: '', name: '', role: 'attendant' };

/** Where previews come from. */
export interface PreviewSource {
  /** Sends init and fragments from now on. @returns the MIME type and how to stop */
  watch(cameraId: string, streamId: number, send: (message: Uint8Array) => void): { mimeType: string; stop: () => void };
}

export interface ConnectionParts {
  readonly handlers: Handlers;
  readonly previews: PreviewSource;
  readonly log: Logger;
  readonly to: { push(push: Push): void; preview(message: Uint8Array): void };
  readonly onClose: (connection: Connection) => void;
}

/** One console's conversation with the station: checks the method, the person and the parameters, then calls the handler. Never throws: every call gets a Reply. */
export class Connection {
  #person: PersonIdentity | null = null;
  #lastStreamId = 0;
  readonly #previews = new Map<number, () => void>();
  readonly #parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get person(): PersonIdentity | null {
    return this.#person;
  }

  push(push: Push): void {
    if (this.#person !== null) this.#parts.to.push(push);
  }

  async call(method: string, params: unknown): Promise<Reply<Method>> {
    try {
      return { ok: true, value: await this.#dispatch(method, params) };
    } catch (error) {
      const wire = toWireError(error);
      if (wire.code === 'INTERNAL') this.#parts.log.error(`${method} failed`, error);
      return { ok: false, error: wire };
    }
  }

  close(): Promise<void> {
    for (const stop of this.#previews.values()) stop();
    this.#previews.clear();
    this.#parts.onClose(this);
    return Promise.resolve();
  }

  async #dispatch(method: string, params: unknown): Promise<MethodResult<Method>> {
    if (!isMethod(method)) throw new AppError('METHOD_UNKNOWN', { method: method.slice(0, 80) });
    const definition: MethodContract = contract[method];
    const person = this.#admit(definition);
    const parsed = definition.params.safeParse(params);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new AppError('REQUEST_INVALID', { path: issue?.path.join('.') ?? '', detail: issue?.message ?? '' });
    }
    const handle = this.#parts.handlers[method] as (params: unknown, caller: Caller) => Promise<MethodResult<Method>>;
    const result = await handle(parsed.data, { person, line: this.#line() });
    return definition.result.parse(result) as MethodResult<Method>;
  }

  #admit({ allowed }: MethodContract): PersonIdentity {
    if (allowed === 'anyone') return this.#person ?? nobody;
    if (this.#person === null) throw new AppError('LOGIN_REQUIRED');
    if (allowed !== 'everyone' && !allowed.includes(this.#person.role)) throw new AppError('ROLE_REQUIRED', { roles: allowed.join(', ') });
    return this.#person;
  }

  #line(): Line {
    return {
      logIn: (person) => {
        this.#person = person;
        if (person === null) for (const streamId of [...this.#previews.keys()]) this.#closePreview(streamId);
      },
      openPreview: (cameraId) => {
        const streamId = ++this.#lastStreamId;
        const { mimeType, stop } = this.#parts.previews.watch(cameraId, streamId, (message) => this.#parts.to.preview(message));
        this.#previews.set(streamId, stop);
        return { streamId, mimeType };
      },
      closePreview: (streamId) => this.#closePreview(streamId),
    };
  }

  #closePreview(streamId: number): void {
    this.#previews.get(streamId)?.();
    this.#previews.delete(streamId);
  }
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(contract, name);
}
