import type { FileRestore, HeadMove, SeenSession, SessionStore } from '../../../../electron/sessions/ports';
import { addCost, addUsage, NO_USAGE } from '../../../../shared/run/usage';
import type { CallDecision } from '../../../../shared/session/decision';
import { noSuchSession } from '../../../../shared/session/noSuchSession';
import type { Checkpoint, Message, Session } from '../../../../shared/session/session';

/** A `SessionStore` in memory. Each write takes a turn of the event loop, as a commit does, and is seen by reads only afterwards. */
export function memoryStore(): SessionStore {
  const sessions = new Map<string, Session>();
  const messages = new Map<string, Message>();
  const checkpoints = new Map<string, Checkpoint>();
  const hidden = new Map<string, { readonly deletion: string; readonly at: string; readonly session: Session }>();
  const restores = new Map<string, FileRestore>();
  const decisions: { readonly sessionId: string; readonly decision: CallDecision }[] = [];

  const write = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  const change = (id: string, values: Partial<Session>) => {
    const session = sessions.get(id);
    if (!session) throw noSuchSession(id);
    const next = { ...session, ...values };
    sessions.set(id, { ...next, messageCount: next.headId === null ? 0 : (messages.get(next.headId)?.depth ?? 0) });
  };

  const addCheckpoint = (checkpoint: Checkpoint) => {
    checkpoints.set(checkpoint.id, checkpoint);
    if (!checkpoint.automatic) change(checkpoint.sessionId, { checkpointId: checkpoint.id });
    if (checkpoint.files && sessions.get(checkpoint.sessionId)?.knownTree === undefined)
      change(checkpoint.sessionId, { knownTree: checkpoint.files.tree });
  };
  const move = (id: string, { marks = [], checkpointId, ...values }: HeadMove) => {
    for (const mark of marks) checkpoints.set(mark.id, mark);
    change(id, { ...values, ...(typeof checkpointId === 'string' && { checkpointId }) });
  };
  const pathTo = (messageId: string | null) => {
    const path: Message[] = [];
    for (let message = messages.get(messageId ?? ''); message; message = messages.get(message.parentId ?? '')) path.unshift(message);
    return path;
  };

  const hide = (ids: readonly string[], as: { readonly deletion: string; readonly at: string }) => {
    const found = ids.flatMap((id) => sessions.get(id) ?? []);
    for (const session of found) {
      hidden.set(session.id, { ...as, session });
      sessions.delete(session.id);
    }
    return found.length;
  };
  const isAsSeen = ({ id, lastActiveAt, closedAt }: SeenSession) => {
    const now = sessions.get(id);
    return now?.lastActiveAt === lastActiveAt && now.closedAt === closedAt;
  };

  return {
    create: (session) => write(() => void sessions.set(session.id, session)),
    get: (id) => sessions.get(id),
    list: ({ limit = 200 }) => [...sessions.values()].slice(0, limit),
    overview: () =>
      [...sessions.values()]
        .map(({ metadata, ...session }) => ({ ...session, parentId: metadata.parentSessionId ?? null }))
        .sort((a, b) => b.lastActiveAt.localeCompare(a.lastActiveAt)),
    update: (id, values) => write(() => change(id, values)),
    moveHead: (id, headMove) => write(() => move(id, headMove)),
    claim: (id, at) => write(() => change(id, { lastActiveAt: at, closedAt: null })),
    release: (id, at) => write(() => change(id, { lastActiveAt: at })),
    claimedElsewhere: () => new Set(),
    inRunsUnderWay: () => new Set(),
    delete: (ids) => write(() => ids.filter((id) => sessions.delete(id)).length),
    hide: (ids, as) => write(() => hide(ids, as)),
    deleteUnused: (seen) => write(() => seen.filter((session) => isAsSeen(session) && sessions.delete(session.id)).length),
    hideUnused: (seen, as) =>
      write(() =>
        hide(
          seen.flatMap((session) => (isAsSeen(session) ? session.id : [])),
          as,
        ),
      ),
    closeUnused: (seen, at) =>
      write(() => {
        const unused = seen.filter(isAsSeen);
        for (const { id } of unused) change(id, { closedAt: at });
        return unused.length;
      }),
    unhide: (deletion) =>
      write(() => {
        const found = [...hidden.values()].filter((entry) => entry.deletion === deletion);
        for (const { session } of found) {
          sessions.set(session.id, session);
          hidden.delete(session.id);
        }
        return found.length;
      }),
    purge: (before) => write(() => [...hidden.values()].filter(({ at, session }) => at < before && hidden.delete(session.id)).length),
    addDecision: (sessionId, decision) => write(() => void decisions.push({ sessionId, decision })),
    decisions: (id, { offset = 0, limit } = {}) =>
      decisions
        .flatMap(({ sessionId, decision }) => (sessionId === id ? { ...decision, messageId: null } : []))
        .slice(offset, limit && offset + limit),
    append: (message, costUsd) =>
      write(() => {
        if (message.parentId !== null && !messages.has(message.parentId)) throw new Error(`no message ${message.parentId}`);
        messages.set(message.id, message);
        const { usage, costUsd: before } = sessions.get(message.sessionId) ?? { usage: NO_USAGE, costUsd: 0 };
        change(message.sessionId, {
          headId: message.id,
          usage: addUsage(usage, message.usage ?? NO_USAGE),
          costUsd: addCost(before, costUsd),
        });
      }),
    conversation: (messageId, { from = 1, limit } = {}) => pathTo(messageId).slice(from - 1, limit && from - 1 + limit),
    message: (id) => messages.get(id),
    path: (messageId) => pathTo(messageId).map(({ id }) => id),
    messages(sessionId, { after, limit } = {}) {
      const all = [...messages.values()].filter((message) => message.sessionId === sessionId);
      const from = all.findIndex(({ id }) => id === after) + 1;
      return all.slice(from, limit && from + limit);
    },
    saveCheckpoint: (checkpoint) => write(() => addCheckpoint(checkpoint)),
    checkpoints: (sessionId) => [...checkpoints.values()].filter((checkpoint) => checkpoint.sessionId === sessionId),
    checkpoint: (id) => checkpoints.get(id),
    damagedCheckpoints: () => [],
    deleteCheckpoint: (_sessionId, id) =>
      write(() => {
        const deleted = checkpoints.get(id);
        checkpoints.delete(id);
        return deleted && (() => write(() => void checkpoints.set(id, deleted)));
      }),
    beginFileRestore: (restore, left) =>
      write(() => {
        restores.set(restore.id, restore);
        checkpoints.set(left.id, left);
      }),
    finishFileRestore: (restore, knownTree, marks = []) =>
      write(() => {
        move(restore.sessionId, { ...restore.move, knownTree, marks });
        restores.delete(restore.id);
      }),
    abandonFileRestore: (id) => write(() => void restores.delete(id)),
    abandonedFileRestores: () => [],
    adoptFileRestore: async () => false,
  };
}
