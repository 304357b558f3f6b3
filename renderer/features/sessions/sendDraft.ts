import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { keepFailure, sendMessage } from './followTurns';
import { messageOf } from './messageText';
import { giveBackUnstored, keepSent } from './outbox';
import { sessionsStore, setDraft, setFailure, viewPoint } from './sessionsStore';

/**
 * Sends what is typed and shows the turn. A message that did not come into the conversation goes back into the box. How it failed is kept with the
 * session, whatever is in front by then.
 */
export async function sendDraft(client: Pick<StepgraphClient, 'sessions'>, { id, messageCount }: SessionDetail): Promise<void> {
  const text = messageOf(sessionsStore.getState().drafts[id] ?? '');
  if (text === '') return;
  keepSent(id, { text, after: messageCount });
  setFailure(id, null);
  setDraft(id, '');
  viewPoint(id, null);
  try {
    await sendMessage(client, id, text);
  } catch (error) {
    await keepFailure(client, id, error);
  } finally {
    await giveBackUnstored(client, id);
  }
}
