import { useEffect, useState } from 'react';
import { isAbort, isAppError } from '../../../shared/lib/appError';
import { rowsOf } from '../../../shared/session/toolOutput';
import { useClient } from '../../host/HostProvider';

type Parts = ReadonlyMap<number, readonly string[]>;

/** Parts that are kept in memory; one has at most 256 Ki characters. */
const MOST_PARTS = 12;

/** The rows of the parts that are wanted, once they are here; those looked at last stay for a while. */
export function useOutputParts(
  sessionId: string,
  callId: string,
  wanted: readonly number[],
): { readonly parts: Parts; readonly error: string | undefined } {
  const client = useClient();
  const [parts, setParts] = useState<Parts>(new Map());
  const [error, setError] = useState<string>();
  const missing = [...new Set(wanted)].filter((part) => !parts.has(part));
  const key = missing.join();
  useEffect(() => {
    if (key === '') return;
    const leaving = new AbortController();
    const load = async (part: number) => {
      const text = await client.outputs.part({ sessionId, callId, part }, leaving.signal);
      if (!leaving.signal.aborted) setParts((before) => withPart(before, part, rowsOf(text)));
    };
    Promise.all(key.split(',').map(Number).map(load)).catch((cause: unknown) => {
      if (leaving.signal.aborted || isAbort(cause)) return;
      setError(isAppError(cause) ? cause.message : 'Something went wrong in this window. Reload it.');
    });
    return () => leaving.abort();
  }, [client, sessionId, callId, key]);
  return { parts, error };
}

function withPart(parts: Parts, part: number, rows: readonly string[]): Parts {
  const kept = [...parts].filter(([other]) => other !== part).slice(1 - MOST_PARTS);
  return new Map([...kept, [part, rows]]);
}
