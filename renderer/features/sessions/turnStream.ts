import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { sessionsContract } from '../../../shared/ipc/contract/sessions';
import type { InputOf } from '../../../shared/ipc/define';
import { isAppError } from '../../../shared/lib/appError';
import type { TurnItem } from '../../../shared/session/turn';

type Client = Pick<StepgraphClient, 'sessions'>;

/**
 * The turn that a message starts. When the connection is lost, it goes on in the host: from then on it is watched, anew from its prompt, and never
 * sent a second time. Nothing more comes when it is over by then, or never began.
 */
export async function* sentTurn(client: Client, message: InputOf<(typeof sessionsContract)['send']>): AsyncGenerator<TurnItem> {
  try {
    yield* client.sessions.send(message);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'DISCONNECTED') throw error;
    yield* client.sessions.watch({ id: message.id });
  }
}
