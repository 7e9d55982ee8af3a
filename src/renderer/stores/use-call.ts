import { useCallback, useState } from 'react';
import type { WireError } from '../../shared/base/index.ts';
import type { Method, MethodResult } from '../../shared/contract/index.ts';
import type { MethodInput } from '../api/index.ts';
import { callStation } from './station.ts';

export interface CallState<M extends Method> {
  /** Gives the result, or undefined when refused; the refusal is then in `error`. */
  readonly run: (params: MethodInput<M>) => Promise<MethodResult<M> | undefined>;
  readonly busy: boolean;
  readonly error: WireError | null;
}

/** One button's worth of calling: whether it runs now, and what the last refusal said. */
export function useCall<M extends Method>(method: M): CallState<M> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const run = useCallback(async (params: MethodInput<M>) => {
    setBusy(true);
    setError(null);
    const reply = await callStation(method, params);
    setBusy(false);
    if (reply.ok) return reply.value;
    setError(reply.error);
    return undefined;
  }, [method]);
  return { run, busy, error };
}
