import type { SessionStore } from '../../../../electron/sessions/ports';
import { addCost, addUsage, NO_USAGE } from '../../../../shared/run/usage';
import type { Checkpoint, Message, Session } from '../../../../shared/session/session';

/** A `SessionStore` in memory. Each write takes a turn of the event loop, as a commit does, and is seen by reads only afterwards. */
export function memoryStore(): SessionStore {
  const sessions = new Map<string, Session>();
  const messages = new Map<string, Message>();
  const checkpoints = new Map<string, Checkpoint>();

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
    if (!session) throw new Error(`no session ${id}`);
    const next = { ...session, ...values };
    sessions.set(id, { ...next, messageCount: next.headId === null ? 0 : (messages.get(next.headId)?.depth ?? 0) });
  };

  return {
    create: (session) => write(() => void sessions.set(session.id, session)),
    get: (id) => sessions.get(id),
    list: ({ limit = 200 }) => [...sessions.values()].slice(0, limit),
    update: (id, values) => write(() => change(id, values)),
    delete: (ids) => write(() => ids.filter((id) => sessions.delete(id)).length),
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
    conversation(messageId) {
      const path: Message[] = [];
      for (let message = messages.get(messageId ?? ''); message; message = messages.get(message.parentId ?? '')) path.unshift(message);
      return path;
    },
    messages: (sessionId) => [...messages.values()].filter((message) => message.sessionId === sessionId),
    saveCheckpoint: (checkpoint) => write(() => void checkpoints.set(checkpoint.id, checkpoint)),
    checkpoints: (sessionId) => [...checkpoints.values()].filter((checkpoint) => checkpoint.sessionId === sessionId),
    deleteCheckpoint: (id) => write(() => checkpoints.delete(id)),
  };
}
