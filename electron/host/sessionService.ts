import type { SessionSummary } from '../../shared/ipc/contract/sessions';
import type { Session } from '../../shared/session/session';
import type { SessionService } from '../ipc/hostServices';
import type { SessionStore } from '../sessions/ports';
import type { SessionManager } from '../sessions/sessionManager';
import type { SessionRepository } from '../store/store';
import type { Announcer } from './announcer';

/** Sessions as people look at them. */
export function createSessionService(stored: SessionRepository, sessions: SessionManager, changes: Announcer): SessionService {
  const summary = ({ settings, closedAt, headId, ...session }: Session): SessionSummary => ({
    ...session,
    state: sessions.stateOf({ ...session, settings, closedAt, headId }),
    model: settings.model,
    rehearsal: settings.provider === 'rehearsal',
  });
  return {
    list({ search, runId, limit, offset }) {
      const filter = { search, ...(runId !== undefined && { runId }) };
      return { sessions: stored.list({ ...filter, limit, offset }).map(summary), total: stored.count(filter) };
    },
    get(id) {
      const session = stored.get(id);
      return session && { ...session, state: sessions.stateOf(session) };
    },
    conversation: (id) => stored.conversation(sessions.resume(id).headId),
    checkpoints: (id) => stored.checkpoints(sessions.resume(id).id),
    stats: () => sessions.stats(),
    delete: (ids) => sessions.delete(ids),
    onChange: changes.subscribe,
  };
}

/** The same store; every change to what a list of sessions shows is announced once it is durable. */
export function announcingSessions(stored: SessionStore, changes: Announcer): SessionStore {
  const andAnnounce =
    <A extends unknown[], T>(change: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const result = await change(...args);
      changes.announce();
      return result;
    };
  return {
    ...stored,
    create: andAnnounce(stored.create),
    update: andAnnounce(stored.update),
    delete: andAnnounce(stored.delete),
    append: andAnnounce(stored.append),
  };
}
