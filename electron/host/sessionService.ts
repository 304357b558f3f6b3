import { resolve } from 'node:path';
import type { SessionDetail, SessionMatch, SessionSummary, SessionUse } from '../../shared/ipc/contract/sessions';
import { excerptOf } from '../../shared/session/excerpt';
import { type Message, type Session, type SessionSettings, sessionState } from '../../shared/session/session';
import { treeMessage } from '../../shared/session/treeMessage';
import type { Clock, Logger } from '../engine/ports';
import type { SessionFilter, SessionService, Subscribe } from '../ipc/hostServices';
import { unansweredCalls } from '../sessions/conversation';
import type { SessionStore } from '../sessions/ports';
import type { PruneFilter } from '../sessions/sessionCleanup';
import type { SessionManager } from '../sessions/sessionManager';
import { findMessage } from '../sessions/transcript';
import type { SessionRepository } from '../store/store';
import { type Announcer, joined } from './announcer';
import { withIdleAlarm } from './idleAlarm';
import { readableSession, sessionsWithin } from './lineage';
import { createLiveTurns } from './liveTurns';

export type SessionServiceParts = {
  readonly stored: SessionRepository;
  readonly sessions: SessionManager;
  readonly changes: Announcer;
  /** Of what other processes store. */
  readonly onChangeElsewhere: Subscribe;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly log: Logger;
  readonly idleTimeoutMs: () => number;
  /** What a new conversation begins with now. */
  readonly newSettings: () => SessionSettings;
};

/** Sessions as people look at them. */
export function createSessionService(parts: SessionServiceParts): SessionService {
  const { stored, sessions, changes } = parts;
  const { checkpoints, points } = sessions;
  const live = createLiveTurns({ sessions, stored, announce: changes.announce });
  const idOf = (id: string) => sessions.resume(id).id;

  /** What states follow from is looked up once for a whole list. */
  function stateReader(): (session: Session) => SessionUse {
    const elsewhere = stored.claimedElsewhere();
    const [now, idleTimeoutMs] = [parts.clock.now(), parts.idleTimeoutMs()];
    return (session) => {
      const isBusy = sessions.isBusy(session.id) || elsewhere.has(session.id);
      return { isBusy, isWaiting: sessions.isWaiting(session.id), state: isBusy ? 'active' : sessionState(session, now, idleTimeoutMs) };
    };
  }

  /** A turn that a run or another session began, and that did not fail here, is gone on with from there. */
  function unansweredTurn(session: Session): SessionDetail['unanswered'] {
    const reason = live.failureOf(session);
    if (reason !== undefined) return { reason };
    const { runId, parentSessionId } = session.metadata;
    return runId === undefined && parentSessionId === undefined && isUnanswered(headOf(session)) ? {} : undefined;
  }

  /** A head that cannot be read shows itself in the conversation. */
  function headOf({ id, headId }: Session): Message | undefined {
    try {
      return headId === null ? undefined : findMessage(stored, id, headId);
    } catch {
      return undefined;
    }
  }

  function summaries(found: readonly Session[]): SessionSummary[] {
    const stateOf = stateReader();
    return found.map((session) => summary(session, stateOf(session)));
  }

  function filterOf({ search, runId, workflow, model, state }: Omit<SessionFilter, 'limit' | 'offset'>) {
    const idleBefore = new Date(parts.clock.now() - parts.idleTimeoutMs()).toISOString();
    return {
      search,
      ...(runId !== undefined && { runId }),
      ...(workflow !== undefined && { workflow }),
      ...(model !== undefined && { model }),
      ...(state !== undefined && { state: { name: state, idleBefore } }),
    };
  }

  return {
    list({ limit, offset, ...asked }) {
      const { sessions: found, matches, ...counted } = stored.page({ ...filterOf(asked), limit, offset });
      return { ...counted, sessions: summaries(found), matches: [...matches.values()].map((message) => matchIn(message, asked.search)) };
    },
    facets: () => stored.facets(),
    find: ({ search, id, limit }) => stored.search(search, { sessionId: id, limit }).map(({ message }) => matchIn(message, search)),
    get(id) {
      const session = stored.get(id);
      if (!session) return undefined;
      const use = stateReader()(session);
      const unanswered = use.isBusy ? undefined : unansweredTurn(session);
      return { ...session, ...use, ...(unanswered && { unanswered }) };
    },
    conversation({ id, leafId, from, limit }) {
      const session = sessions.resume(id);
      const leaf = leafId === undefined ? session.headId : findMessage(stored, session.id, leafId).id;
      return stored.conversation(leaf, { from, forPeople: true, ...(limit !== undefined && { limit }) });
    },
    message: ({ id, messageId }) => findMessage(stored, idOf(id), messageId),
    decisions: ({ id, ...part }) => stored.decisions(idOf(id), part),
    tree({ id, after, limit }) {
      const session = sessions.resume(id);
      if (after !== undefined) findMessage(stored, session.id, after);
      return stored.messages(session.id, { after, limit }).map(treeMessage);
    },
    startedBy: (id) => summaries(sessionsWithin(stored, id).toReversed()),
    stats: () => sessions.stats(),

    async create({ title, model, systemPrompt, workDir }) {
      const settings = parts.newSettings();
      const session = await sessions.create({
        title,
        settings: {
          ...settings,
          ...(model !== undefined && { model }),
          ...(systemPrompt !== undefined && { systemPrompt }),
          workDir: resolve(workDir ?? settings.workDir),
        },
      });
      return summary(session, { state: 'active', isBusy: false, isWaiting: false });
    },
    rename: (id, title) => sessions.rename(id, title),
    send: (message, signal) => live.send(message, signal),
    retry: (turn, signal) => live.retry(turn, signal),
    watch: (id, signal) => live.watch(idOf(id), signal),
    stop: (id) => live.stop(id),

    closeIdle: () => sessions.closeIdle(),
    prunable(filter: PruneFilter, limit) {
      const ids = sessions.prunable(filter);
      const shown = ids.slice(0, limit);
      const found = shown.flatMap((id) => readableSession(stored, id));
      const readable = new Set(found.map(({ id }) => id));
      return { sessions: summaries(found), damaged: shown.filter((id) => !readable.has(id)), total: ids.length };
    },
    prune: (filter) => sessions.undoable.prune(filter),
    delete: (ids) => sessions.undoable.delete(ids),
    undelete: (deletion) => sessions.undoable.undelete(deletion),

    checkpoints: (id) => checkpoints.list(id),
    damagedCheckpoints: (id) => checkpoints.damaged(id),
    saveCheckpoint: ({ id, label, ...options }) => checkpoints.save(id, label, options),
    restorePreview: (id, checkpointId) => points.preview(id, checkpointId),
    restoreCheckpoint: ({ id, checkpointId, ...options }) => checkpoints.restore(id, checkpointId, options),
    branch: ({ id, messageId, label }) => checkpoints.branch(id, messageId, label),
    deleteCheckpoint: (id, checkpointId) => checkpoints.delete(id, checkpointId),
    undeleteCheckpoint: (deletion) => checkpoints.undelete(deletion),
    compare: ({ id, left, right, skip }) => points.compare(id, left, right, skip),
    onChange: withIdleAlarm({
      changes: { announce: changes.announce, subscribe: joined(changes.subscribe, parts.onChangeElsewhere) },
      sessions: stored.overview,
      idleTimeoutMs: parts.idleTimeoutMs,
      clock: parts.clock,
      log: parts.log,
    }),
  };
}

/** The model has yet to answer: a prompt, results, or calls that were not run. */
function isUnanswered(head: Message | undefined): boolean {
  return head !== undefined && (head.role === 'user' || unansweredCalls([head]).length > 0);
}

function matchIn({ id, sessionId, depth, role, content }: Message, search: string): SessionMatch {
  return { sessionId, messageId: id, depth, role, excerpt: excerptOf(content, search) };
}

function summary(session: Session, state: SessionUse): SessionSummary {
  const { id, title, createdAt, lastActiveAt, messageCount, usage, costUsd, metadata, settings } = session;
  return {
    id,
    title,
    createdAt,
    lastActiveAt,
    messageCount,
    usage,
    costUsd,
    metadata,
    ...state,
    model: settings.model,
    rehearsal: settings.provider === 'rehearsal',
  };
}

/** The same store; every change to what people see of sessions is announced once it is durable. */
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
    moveHead: andAnnounce(stored.moveHead),
    claim: andAnnounce(stored.claim),
    release: andAnnounce(stored.release),
    delete: andAnnounce(stored.delete),
    hide: andAnnounce(stored.hide),
    deleteUnused: andAnnounce(stored.deleteUnused),
    hideUnused: andAnnounce(stored.hideUnused),
    closeUnused: andAnnounce(stored.closeUnused),
    unhide: andAnnounce(stored.unhide),
    append: andAnnounce(stored.append),
    saveCheckpoint: andAnnounce(stored.saveCheckpoint),
    async deleteCheckpoint(sessionId, id) {
      const bringBack = await andAnnounce(stored.deleteCheckpoint)(sessionId, id);
      return bringBack && andAnnounce(bringBack);
    },
    finishFileRestore: andAnnounce(stored.finishFileRestore),
  };
}
