import { useEffect, useState } from 'react';
import { type AppError, isAbort, isAppError } from '../../../shared/lib/appError';
import type { Checkpoint, DamagedCheckpoint } from '../../../shared/session/session';
import type { TreeMessage } from '../../../shared/session/timeline';
import { useClient } from '../../host/HostProvider';
import { keepAsking } from '../../host/keepAsking';

/** Messages asked for at once: few enough that neither host nor window halts for them. */
const PART = 500;

export type SessionTree = {
  readonly messages: readonly TreeMessage[];
  readonly checkpoints: readonly Checkpoint[];
  readonly damaged: readonly DamagedCheckpoint[];
};

/** A session's tree, kept current. Messages are only ever added, so each change asks for no more than the new ones. */
export function useTimeline(sessionId: string): { readonly tree: SessionTree | undefined; readonly error: AppError | undefined } {
  const client = useClient();
  const [tree, setTree] = useState<SessionTree>();
  const [error, setError] = useState<AppError>();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const readOn = async (known: readonly TreeMessage[]): Promise<readonly TreeMessage[]> => {
      const after = known.at(-1)?.id;
      const added = await client.sessions.tree({ id: sessionId, limit: PART, ...(after && { after }) }, signal);
      const all = added.length === 0 ? known : [...known, ...added];
      return added.length < PART ? all : readOn(all);
    };
    let messages: readonly TreeMessage[] = [];
    const ask = async () => {
      messages = await readOn(messages);
      const [checkpoints, damaged] = await Promise.all([
        client.sessions.checkpoints({ id: sessionId }, signal),
        client.sessions.damagedCheckpoints({ id: sessionId }, signal),
      ]);
      return { messages, checkpoints, damaged };
    };
    setTree(undefined);
    setError(undefined);
    void keepAsking(ask, client.sessions.changes({}, signal), {
      answer(current) {
        if (signal.aborted) return;
        setError(undefined);
        setTree((before) => (before && isSameTree(before, current) ? before : current));
      },
      fail(reason) {
        if (!signal.aborted && !isAbort(reason) && isAppError(reason)) setError(reason);
      },
    });
    return () => leaving.abort();
  }, [client, sessionId]);
  return { tree, error };
}

/** Checkpoints never change; they come and go. */
function isSameTree(before: SessionTree, after: SessionTree): boolean {
  return (
    before.messages === after.messages && isSameList(before.checkpoints, after.checkpoints) && isSameList(before.damaged, after.damaged)
  );
}

function isSameList(before: readonly DamagedCheckpoint[], after: readonly DamagedCheckpoint[]): boolean {
  return before.length === after.length && before.every(({ id }, index) => id === after[index]?.id);
}
