import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { Command } from '../../app/commands';
import { closeIdle, newSession, openSessions } from './sessionActions';
import { askToPrune } from './sessionsStore';

/** What can be done with sessions from anywhere. */
export function sessionCommands(client: Pick<StepgraphClient, 'sessions'>): readonly Command[] {
  return [
    { id: 'sessions.show', label: 'Show all sessions', run: openSessions },
    { id: 'sessions.new', label: 'New session', run: () => newSession(client) },
    { id: 'sessions.closeIdle', label: 'Close idle sessions', run: () => closeIdle(client) },
    { id: 'sessions.prune', label: 'Prune sessions…', run: () => askToPrune(true) },
  ];
}
