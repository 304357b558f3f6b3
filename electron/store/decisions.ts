import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { CallDecision } from '../../shared/session/decision';
import type { Message } from '../../shared/session/session';
import type { SessionStore } from '../sessions/ports';
import { checkedJson } from './checkedJson';
import type { SessionFence } from './sessionFence';
import type { StoreContext } from './storeContext';

const DEFAULT_DECISIONS = 1000;

const rowSchema = z.object({
  call_id: z.string(),
  state: z.enum(['asked', 'allowed', 'denied']),
  reason: z.string(),
  asked_because: z.string().nullable(),
  reply: z.string().nullable(),
  at: z.string(),
});
type DecisionRow = z.infer<typeof rowSchema>;

type Decisions = Pick<SessionStore, 'addDecision' | 'decisions'>;

/** What was decided about calls, in the order of deciding. They go with their session. */
export function createDecisions({ db, write }: StoreContext, fence: SessionFence): Decisions {
  const sql = prepare(db);
  return {
    addDecision(sessionId, { callId, state, reason, askedBecause = null, reply = null, at }) {
      return write(() => {
        const session = fence.writable(sessionId);
        const isAnswer = state !== 'asked' && sql.answer.run(state, reason, reply, at, session, callId).changes > 0;
        if (!isAnswer) sql.add.run(session, callId, state, reason, askedBecause, reply, at);
      });
    },
    decisions: (sessionId, { offset = 0, limit = DEFAULT_DECISIONS } = {}) =>
      sql.list.all(sessionId, limit, offset).map((row) => ({ ...rowToDecision(row), messageId: row.message_id })),
  };
}

/** Of a message with the result of a call: the last that was decided about it, as JSON for `readDecision`. */
export const DECISION_OF_MESSAGE = `(
    SELECT json_object('call_id', call_id, 'state', state, 'reason', reason, 'asked_because', asked_because, 'reply', reply, 'at', at)
    FROM decisions WHERE decisions.result = messages.number ORDER BY decisions.number DESC LIMIT 1
  ) AS decision`;

export function readDecision(json: string, what: string): CallDecision {
  return rowToDecision(checkedJson(json, rowSchema, what));
}

/** Inside a write: ties what was decided about calls to the message that has their results. */
export function prepareResultLinks(db: Database.Database): (message: Message, number: number | bigint, session: number) => void {
  const link = db.prepare('UPDATE decisions SET result = ? WHERE session = ? AND call_id = ? AND result IS NULL');
  return ({ content }, number, session) => {
    for (const { type, tool_use_id: callId } of content) if (type === 'tool_result') link.run(number, session, callId);
  };
}

function rowToDecision({ call_id, state, reason, asked_because, reply, at }: DecisionRow): CallDecision {
  return {
    callId: call_id,
    state,
    reason,
    ...(asked_because !== null && { askedBecause: asked_because }),
    ...(reply !== null && { reply }),
    at,
  };
}

function prepare(db: Database.Database) {
  return {
    add: db.prepare('INSERT INTO decisions (session, call_id, state, reason, asked_because, reply, at) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    answer: db.prepare(
      `UPDATE decisions SET asked_because = reason, state = ?, reason = ?, reply = ?, at = ? WHERE number = (
         SELECT max(number) FROM decisions WHERE session = ? AND call_id = ? AND result IS NULL AND state = 'asked')`,
    ),
    list: db.prepare<[string, number, number], DecisionRow & { readonly message_id: string | null }>(
      `SELECT call_id, state, reason, asked_because, reply, at, messages.id AS message_id
       FROM decisions JOIN sessions ON sessions.number = decisions.session LEFT JOIN messages ON messages.number = result
       WHERE sessions.id = ? AND deletion IS NULL ORDER BY decisions.number LIMIT ? OFFSET ?`,
    ),
  };
}
