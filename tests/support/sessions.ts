import { NO_USAGE } from '../../shared/run/usage';
import type { ContentBlock, Message, Session, SessionSettings } from '../../shared/session/session';

const AT = '2026-01-01T00:00:00.000Z';

export function sessionSettings(workDir: string, change: Partial<SessionSettings> = {}): SessionSettings {
  return {
    model: null,
    systemPrompt: '',
    mode: 'react',
    workDir,
    permissionMode: 'default',
    maxTurns: 50,
    provider: 'rehearsal',
    ...change,
  };
}

/** A session as it is stored before anything is said in it. */
export function newSession(id: string, settings: SessionSettings, change: Partial<Session> = {}): Session {
  return {
    id,
    title: id,
    createdAt: AT,
    lastActiveAt: AT,
    closedAt: null,
    headId: null,
    messageCount: 0,
    settings,
    metadata: {},
    usage: NO_USAGE,
    costUsd: 0,
    ...change,
  };
}

/** A stored message by itself: the first of its session, unless it is given another place. */
export function message(id: string, role: Message['role'], ...content: readonly ContentBlock[]): Message {
  return { id, sessionId: 'ses_1', parentId: null, depth: 1, role, content, createdAt: AT };
}
