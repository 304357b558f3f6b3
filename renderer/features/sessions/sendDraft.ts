import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { type AppErrorCode, isAppError } from '../../../shared/lib/appError';
import { titleOfPrompt } from '../../../shared/session/title';
import { sendMessage } from './followTurns';
import { sessionsStore, setDraft, setFailure, setTurn, viewPoint } from './sessionsStore';

/** What a session is called before it has a prompt. */
export const UNNAMED = 'New session';

/** With these errors the message was not taken: it goes back into the box. */
const NOTHING_HAPPENED: ReadonlySet<AppErrorCode> = new Set(['BUSY', 'NOT_FOUND', 'INVALID_INPUT', 'DISCONNECTED']);

/** Sends what is typed and shows the turn. How it failed is kept with the session, whatever is in front by then. */
export async function sendDraft(client: Pick<StepgraphClient, 'sessions'>, { id, title, messageCount }: SessionDetail): Promise<void> {
  const text = sessionsStore.getState().drafts[id]?.trim() ?? '';
  if (text === '') return;
  setFailure(id, null);
  setDraft(id, '');
  viewPoint(id, null);
  try {
    if (messageCount === 0 && title === UNNAMED) await client.sessions.rename({ id, title: titleOfPrompt(text) });
    await sendMessage(client, id, text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    setTurn(id, null);
    setFailure(id, error);
    if (NOTHING_HAPPENED.has(error.code)) setDraft(id, text);
  }
}
