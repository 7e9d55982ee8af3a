import { AppError, toWireError } from '../../shared/base/index.ts';
import { contract, type Glance, type Method, type MethodContract, type MethodParams, type MethodResult, type Push, type Reply } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { startTimer, type Logger } from '../platform/index.ts';
import type { Refusal } from './refusal-log.ts';

/** Who calls, and the line on which they call. */
export interface Caller {
  readonly person: PersonIdentity;
  readonly line: Line;
}

export type LockReason = 'idle' | 'asked';

/** One console's line: what handlers may do with it. */
export interface Line {
  /** `mustChangePin`: until `pinChanged` nothing but the change of the PIN is open. */
  logIn(person: PersonIdentity | null, mustChangePin?: boolean): void;
  pinChanged(): void;
  lock(reason: LockReason): void;
  unlock(): void;
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
  /** Without a call for this long the line locks itself (requirement K6). */
  readonly idleLockMs: number;
  /** What a locked console may show. */
  readonly glance: () => Glance;
  readonly onLocked: (person: PersonIdentity, reason: LockReason) => void;
  readonly onRefused: (refusal: Refusal) => void;
}

const openBeforePinChange: ReadonlySet<string> = new Set<Method>(['station.welcome', 'auth.login', 'auth.logout', 'auth.changePin']);
const openWhileLocked: ReadonlySet<string> = new Set<Method>(['station.welcome', 'auth.login', 'auth.logout', 'auth.unlock']);

/** A console asks this again and again with nobody at it: that keeps no line open, and to be refused it is nobody's refusal. */
export const askedByItself: ReadonlySet<string> = new Set<Method>(['room.others']);

/** One console's conversation with the station: checks the method, the person and the parameters, then calls the handler. Never throws: every call gets a Reply. */
export class Connection {
  #person: PersonIdentity | null = null;
  #mustChangePin = false;
  #isLocked = false;
  #cancelIdle: () => void = () => undefined;
  #lastStreamId = 0;
  readonly #previews = new Map<number, () => void>();
  readonly #parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get person(): PersonIdentity | null {
    return this.#person;
  }

  /** A locked console is told nothing but a glance. */
  push(push: Push): void {
    if (this.#person === null || this.#mustChangePin) return;
    // Who may not ask for it is not told of it either.
    if (push.type === 'verify.changed' && !contract['session.verify'].allowed.some((role) => role === this.#person?.role)) return;
    if (!this.#isLocked) this.#parts.to.push(push);
    else if (push.type === 'room.changed') this.#parts.to.push({ type: 'line.locked', glance: this.#parts.glance() });
  }

  /** Ends the login of a person whose account was taken away. */
  dismiss(personId: PersonIdentity['personId']): void {
    if (this.#person?.personId !== personId) return;
    this.#logIn(null);
    this.#parts.to.push({ type: 'person.changed', person: null });
  }

  async call(method: string, params: unknown): Promise<Reply<Method>> {
    const caller = this.#person;
    try {
      return { ok: true, value: await this.#dispatch(method, params) };
    } catch (error) {
      const wire = toWireError(error);
      if (wire.code === 'INTERNAL') this.#parts.log.error(`${method} failed`, error);
      if (caller !== null) this.#noteRefusal({ person: caller, method: method.slice(0, 80), code: wire.code, sessionId: sessionIdOf(params), withAccounts: accountsIn(params) });
      return { ok: false, error: wire };
    }
  }

  close(): Promise<void> {
    this.#cancelIdle();
    this.#closePreviews();
    this.#parts.onClose(this);
    return Promise.resolve();
  }

  /** Who failed to log in is not the person who is logged in here: that refusal is the station's to tell (`login.refused`). */
  #noteRefusal(refusal: Refusal): void {
    if (refusal.method === 'auth.login' || (refusal.code === 'LINE_LOCKED' && askedByItself.has(refusal.method))) return;
    try {
      this.#parts.onRefused(refusal);
    } catch (error) {
      this.#parts.log.error('a refusal could not be written', error);
    }
  }

  async #dispatch(method: string, params: unknown): Promise<MethodResult<Method>> {
    if (!isMethod(method)) throw new AppError('METHOD_UNKNOWN', { method: method.slice(0, 80) });
    const definition: MethodContract = contract[method];
    const person = this.#admit(method, definition);
    if (!askedByItself.has(method)) this.#restartIdle();
    const parsed = definition.params.safeParse(params);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new AppError('REQUEST_INVALID', { path: issue === undefined || issue.path.length === 0 ? 'params' : issue.path.join('.'), detail: issue?.message ?? '' });
    }
    const handle = this.#parts.handlers[method] as (params: unknown, caller: Caller) => Promise<MethodResult<Method>>;
    const result = await handle(parsed.data, { person, line: this.#line() });
    return definition.result.parse(result) as MethodResult<Method>;
  }

  #admit(method: Method, { allowed }: MethodContract): PersonIdentity {
    if (this.#mustChangePin && !openBeforePinChange.has(method)) throw new AppError('PIN_CHANGE_REQUIRED');
    if (this.#isLocked && !openWhileLocked.has(method)) throw new AppError('LINE_LOCKED');
    if (allowed === 'anyone') return this.#person ?? nobody;
    if (this.#person === null) throw new AppError('LOGIN_REQUIRED');
    if (allowed !== 'everyone' && !allowed.includes(this.#person.role)) throw new AppError('ROLE_REQUIRED', { roles: allowed.join(', ') });
    return this.#person;
  }

  #logIn(person: PersonIdentity | null, mustChangePin = false): void {
    this.#person = person;
    this.#mustChangePin = mustChangePin;
    this.#isLocked = false;
    this.#restartIdle();
    if (person === null) this.#closePreviews();
  }

  #restartIdle(): void {
    this.#cancelIdle();
    if (this.#person !== null && !this.#isLocked) this.#cancelIdle = startTimer(this.#parts.idleLockMs, () => this.#lock('idle'));
  }

  #lock(reason: LockReason): void {
    if (this.#person === null || this.#isLocked) return;
    this.#isLocked = true;
    this.#cancelIdle();
    this.#closePreviews();
    this.#parts.onLocked(this.#person, reason);
    this.#parts.to.push({ type: 'line.locked', glance: this.#parts.glance() });
  }

  #line(): Line {
    return {
      logIn: (person, mustChangePin) => this.#logIn(person, mustChangePin),
      pinChanged: () => (this.#mustChangePin = false),
      lock: (reason) => this.#lock(reason),
      unlock: () => {
        this.#isLocked = false;
        this.#restartIdle();
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

  #closePreviews(): void {
    for (const streamId of [...this.#previews.keys()]) this.#closePreview(streamId);
  }

  #closePreview(streamId: number): void {
    this.#previews.get(streamId)?.();
    this.#previews.delete(streamId);
  }
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(contract, name);
}

function sessionIdOf(params: unknown): string {
  return typeof params === 'object' && params !== null && 'sessionId' in params && typeof params.sessionId === 'string' ? params.sessionId.slice(0, 80) : '';
}

/** Accounts whose credentials stand in the parameters, however they are named there. */
function accountsIn(params: unknown, depth = 0): readonly string[] {
  if (typeof params !== 'object' || params === null || depth > 3) return [];
  const own = 'account' in params && 'pin' in params && typeof params.account === 'string' ? [params.account.slice(0, 64)] : [];
  return [...own, ...Object.values(params).flatMap((value) => accountsIn(value, depth + 1))].slice(0, 4);
}
