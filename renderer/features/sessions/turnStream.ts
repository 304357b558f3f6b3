import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAppError } from '../../../shared/lib/appError';
import type { TurnItem } from '../../../shared/session/turn';

/**
 * A turn as the call yields it that began it. When the connection is lost, it goes on in the host: from then on it is watched, anew from its prompt,
 * and never begun a second time. Nothing more comes when it is over by then, or never began.
 */
export async function* startedTurn(
  { sessions }: Pick<StepgraphClient, 'sessions'>,
  id: string,
  items: AsyncIterable<TurnItem>,
): AsyncGenerator<TurnItem> {
  try {
    yield* items;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'DISCONNECTED') throw error;
    yield* sessions.watch({ id });
  }
}
