import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAbort, isAppError } from '../../../shared/lib/appError';
import type { TurnItem } from '../../../shared/session/turn';
import { frameBatch } from '../runs';
import { continueTurn, type LiveTurn } from './liveTurn';
import { giveBackUnstored, promptStored } from './outbox';
import { sessionsStore, setEnded, setFailure, setTurn } from './sessionsStore';
import { startedTurn } from './turnStream';

type Client = Pick<StepgraphClient, 'sessions'>;

const following = new Set<string>();

/** Sends a message and shows the turn as it happens. Rejects with the turn's error; a turn that was stopped is none. */
export async function sendMessage(client: Client, sessionId: string, text: string): Promise<void> {
  await follow(client, sessionId, startedTurn(client, sessionId, client.sessions.send({ id: sessionId, text })));
}

/** Goes on with a turn that came to no answer. */
export async function retryTurn(client: Client, sessionId: string): Promise<void> {
  try {
    await follow(client, sessionId, startedTurn(client, sessionId, client.sessions.retry({ id: sessionId })));
  } catch (error) {
    await keepFailure(client, sessionId, error);
  }
}

/** Keeps how a turn failed, unless the host does: then every window says it, until the turn is gone on with in any of them. */
export async function keepFailure(client: Client, sessionId: string, error: unknown): Promise<void> {
  if (!isAppError(error)) throw error;
  const session = await client.sessions.get({ id: sessionId }).catch(() => undefined); // the session is gone, or the host is
  setTurn(sessionId, null);
  if (session?.unanswered?.reason === undefined) setFailure(sessionId, error);
}

/**
 * Shows the turn of a session that is under way in the host, as after a reload or when another window sent it; nothing when there is none.
 */
export async function watchTurns(client: Client, sessionId: string): Promise<void> {
  if (following.has(sessionId)) return;
  try {
    await follow(client, sessionId, client.sessions.watch({ id: sessionId }));
  } finally {
    await giveBackUnstored(client, sessionId);
  }
}

/** What this window had sent before it was loaded anew, and what the host had not stored when it ended, goes back into the box. */
export async function recoverSent(client: Client, sessionId: string): Promise<void> {
  if (!following.has(sessionId)) await giveBackUnstored(client, sessionId);
}

export async function stopTurns(client: Client, sessionId: string): Promise<void> {
  await client.sessions.stop({ id: sessionId });
}

/** Whether this window watches a turn that goes on. */
export function isTurnLive(sessionId: string): boolean {
  return sessionsStore.getState().turns[sessionId]?.isOver === false;
}

async function follow(client: Client, sessionId: string, items: AsyncIterable<TurnItem>): Promise<void> {
  following.add(sessionId);
  let prompt = '';
  const batch = frameBatch<TurnItem>((arrived) => change(sessionId, (turn) => continueTurn(turn, arrived)));
  try {
    for await (const item of items) {
      batch.take([item]);
      if (item.type === 'prompt') {
        prompt = item.text;
        setFailure(sessionId, null);
      }
      if (item.type === 'stored') promptStored(sessionId, prompt);
    }
  } catch (error) {
    if (!isAbort(error)) throw error;
  } finally {
    following.delete(sessionId);
    batch.flush();
    await end(client, sessionId);
  }
}

/** The turn is shown until the transcript has come to where it ended. */
async function end(client: Client, sessionId: string): Promise<void> {
  change(sessionId, (turn) => turn && { ...turn, isOver: true });
  try {
    const { headId, lastActiveAt } = await client.sessions.get({ id: sessionId });
    setEnded(sessionId, lastActiveAt);
    change(sessionId, (turn) => turn && { ...turn, endedAt: headId });
  } catch {
    setTurn(sessionId, null); // the session is gone, or the host is
  }
}

function change(sessionId: string, next: (turn: LiveTurn | undefined) => LiveTurn | undefined): void {
  const turn = next(sessionsStore.getState().turns[sessionId]);
  if (turn) setTurn(sessionId, turn);
}
