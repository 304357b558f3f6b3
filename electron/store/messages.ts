import type Database from 'better-sqlite3';
import { AppError, isAppError } from '../../shared/lib/appError';
import type { Usage } from '../../shared/run/usage';
import type { Message } from '../../shared/session/session';
import type { SessionStore } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { prepareResultLinks } from './decisions';
import type { MessageChains } from './messageChains';
import { matchAllWords } from './messageSearch';
import { packJson } from './packedJson';
import type { SessionFence } from './sessionFence';
import { MESSAGES, type MessageRow, rowToMessage } from './sessionRows';
import type { SessionRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_MATCHES = 50;

type MessageStore = Pick<SessionStore, 'append' | 'conversation' | 'message' | 'path' | 'messages'> & Pick<SessionRepository, 'search'>;

/** The trees of messages. They are only added to. */
export function createMessages({ db, write, log, searchIndex }: StoreContext, fence: SessionFence, chains: MessageChains): MessageStore {
  const sql = prepare(db);
  const linkDecisions = prepareResultLinks(db);

  function append(message: Message, costUsd: number | null): Promise<void> {
    const content = packJson(message.content);
    const stored = write(() => {
      const session = fence.writable(message.sessionId);
      const parent = parentNumber(message, session);
      const { lastInsertRowid } = sql.insert.run(...messageColumns(message, session, parent, content));
      sql.moveHead.run(lastInsertRowid, session);
      linkDecisions(message, lastInsertRowid, session);
      if (message.usage) sql.addSpending.run(...spendingColumns(message.usage), costUsd, session);
    });
    searchIndex.messagesStored();
    return stored;
  }

  function parentNumber({ id, parentId, depth }: Message, session: number): number | null {
    const parent = parentId === null ? { number: null, depth: 0 } : sql.parent.get(parentId, session);
    if (!parent) throw new AppError('NOT_FOUND', 'The message to follow is not in this session. Open the session again.');
    if (depth !== parent.depth + 1) throw new Error(`Message ${id} says depth ${depth} under one of depth ${parent.depth}.`);
    return parent.number;
  }

  /** What is only looked at is shown up to where it is damaged, and beyond. */
  function readable(row: MessageRow): Message {
    try {
      return rowToMessage(row);
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn(error.message, error.cause);
      return rowToMessage({ ...row, content: DAMAGED, usage: null, decision: null });
    }
  }

  /** One that is not where its parent says stands alone, which keeps the tree one that can be drawn. */
  function inTree(row: MessageRow): Message {
    const message = readable(row);
    return row.in_place === 1 ? message : { ...message, parentId: null, content: [OUT_OF_PLACE, ...message.content] };
  }

  return {
    append,
    conversation(messageId, { from = 1, limit = ALL, forPeople = false } = {}) {
      if (messageId === null) return [];
      return chains.read(messageId, from, from + limit).map(forPeople ? readable : rowToMessage);
    },
    message(id) {
      const row = sql.one.get(id);
      return row && rowToMessage(row);
    },
    path: (messageId) => (messageId === null ? [] : chains.ids(messageId)),
    messages: (sessionId, { after = null, limit = ALL } = {}) => sql.tree.all({ session: sessionId, after, limit }).map(inTree),
    search(words, { sessionId, limit = DEFAULT_MATCHES } = {}) {
      const query = matchAllWords(words);
      if (query === undefined) return [];
      searchIndex.catchUp();
      const rows = sql.found.all({ query, session: sessionId ?? null, limit });
      return readableRows(rows, rowToMessage, log).map((message) => ({ sessionId: message.sessionId, message }));
    },
  };
}

const DAMAGED = JSON.stringify([
  { type: 'text', text: '(This message is damaged and can’t be read. The session can go on from a point before it.)' },
]);

const OUT_OF_PLACE = { type: 'text', text: '(What came before this message is damaged and can’t be found.)' };

/** More messages than any session has. */
const ALL = 2 ** 31;

function prepare(db: Database.Database) {
  return {
    parent: db.prepare<[string, number], { number: number; depth: number }>(
      'SELECT number, depth FROM messages WHERE id = ? AND session = ?',
    ),
    insert: db.prepare(
      `INSERT INTO messages (id, session, parent, depth, role, content, created_at, model, stop_reason, usage, interrupted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    moveHead: db.prepare('UPDATE sessions SET head = ? WHERE number = ?'),
    addSpending: db.prepare(
      `UPDATE sessions SET input_tokens = input_tokens + ?, output_tokens = output_tokens + ?, cache_read_tokens = cache_read_tokens + ?,
         cache_write_tokens = cache_write_tokens + ?, cost_usd = cost_usd + ? WHERE number = ?`,
    ),
    one: db.prepare<[string], MessageRow>(`${MESSAGES} WHERE messages.id = ?`),
    tree: db.prepare<[{ session: string; after: string | null; limit: number }], MessageRow>(
      `${MESSAGES} WHERE sessions.id = @session AND messages.number > coalesce((SELECT number FROM messages WHERE id = @after), 0)
       ORDER BY messages.number LIMIT @limit`,
    ),
    found: db.prepare<[{ query: string; session: string | null; limit: number }], MessageRow>(
      `${MESSAGES} JOIN message_words ON message_words.rowid = messages.number
       WHERE message_words MATCH @query AND deletion IS NULL AND (@session IS NULL OR sessions.id = @session) ORDER BY rank LIMIT @limit`,
    ),
  };
}

function messageColumns(message: Message, session: number, parent: number | null, content: string | Buffer) {
  return [
    message.id,
    session,
    parent,
    message.depth,
    message.role,
    content,
    message.createdAt,
    message.model ?? null,
    message.stopReason ?? null,
    message.usage ? JSON.stringify(message.usage) : null,
    message.interrupted ? 1 : 0,
  ] as const;
}

function spendingColumns({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage) {
  return [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens] as const;
}
