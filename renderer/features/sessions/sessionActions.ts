import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { Deletion, SessionMatch, SessionSummary } from '../../../shared/ipc/contract/sessions';
import { isAppError } from '../../../shared/lib/appError';
import { countOf } from '../../ui/format';
import { quoted } from '../../ui/quoted';
import { showToast } from '../../ui/toasts';
import { closeTab, openTab, runsStore } from '../runs';
import { forgetDeletion, rememberDeletion } from './recentDeletions';
import { jumpTo, viewPoint } from './sessionsStore';

type Client = Pick<StepgraphClient, 'sessions'>;

export function openSessions(): void {
  openTab({ kind: 'sessions', id: 'all' });
}

export function openSession({ id, title }: Pick<SessionSummary, 'id' | 'title'>): void {
  openTab({ kind: 'session', id, title });
}

/** Opens a session at a point of its tree: the conversation that led there. */
export function openSessionAt(session: Pick<SessionSummary, 'id' | 'title'>, messageId: string | null, depth: number): void {
  viewPoint(session.id, { messageId, depth });
  openSession(session);
}

/** Opens a session and brings a message into sight: in the conversation as it stands, or in the branch where the message lies. */
export async function openMatch(
  client: Client,
  session: Pick<SessionSummary, 'id' | 'title'>,
  match: SessionMatch,
  search: string,
): Promise<void> {
  const [there] = await client.sessions.conversation({ id: session.id, from: match.depth, limit: 1 });
  if (there?.id !== match.messageId) return openSessionAt(session, match.messageId, match.depth);
  viewPoint(session.id, null);
  jumpTo(session.id, { depth: match.depth, search });
  openSession(session);
}

export async function newSession(client: Client): Promise<void> {
  openSession(await client.sessions.create({}));
}

export async function closeIdle(client: Client): Promise<void> {
  const { closed } = await client.sessions.closeIdle({});
  showToast({ text: closed === 0 ? 'No session is idle.' : `${countOf(closed, 'idle session')} closed.` });
}

/** Deletes sessions, with their checkpoints; for an hour that can be taken back. */
export async function deleteSessions(client: Client, sessions: readonly Pick<SessionSummary, 'id' | 'title'>[]): Promise<void> {
  const deletion = await client.sessions.delete({ ids: sessions.map(({ id }) => id) });
  const [first] = sessions;
  tellDeleted(client, deletion, sessions.length === 1 && first ? quoted(first.title) : undefined);
  for (const { id } of sessions) closeTab({ kind: 'session', id });
}

/** Says what was deleted and offers to take it back; tabs of what is gone close. */
export function tellDeleted(client: Client, { deleted, deletion }: Deletion, name?: string): void {
  if (deleted === 0) return void showToast({ text: 'There was nothing to delete.' });
  void closeTabsOfDeleted(client);
  const what = name ?? countOf(deleted, 'session');
  rememberDeletion({ deletion, what, at: Date.now() });
  showToast({
    text: name === undefined ? `${what} deleted.` : `${what} is deleted.`,
    action: { label: 'Undo', run: () => void bringBack(client, deletion) },
  });
}

/** Takes back a deletion, and says how that went. */
export async function bringBack(client: Client, deletion: string): Promise<void> {
  try {
    const { restored } = await client.sessions.undelete({ deletion });
    forgetDeletion(deletion);
    showToast({ text: `${countOf(restored, 'session')} brought back.` });
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') forgetDeletion(deletion);
    showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'That could not be brought back. The host’s log says why.' });
  }
}

async function closeTabsOfDeleted(client: Client): Promise<void> {
  for (const tab of runsStore.getState().tabs.filter(({ kind }) => kind === 'session')) {
    await client.sessions.get({ id: tab.id }).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'NOT_FOUND') closeTab(tab);
    });
  }
}
