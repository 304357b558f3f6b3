import { searchableText } from './messageSearch';
import { unpackJson } from './packedJson';
import type { StoreContext } from './storeContext';

/**
 * The words of the messages, for searching. A full-text index takes a few large additions far more easily than many small ones, so messages
 * are added to it a moment after they were stored; a search first adds what is missing. It is built from the messages alone: nothing is
 * lost with it, and whoever opens the store next goes on where it ended.
 */
export type SearchIndex = {
  /** To be told of new messages: they are added soon. */
  messagesStored(): void;
  /** Adds what is missing, before it returns. */
  catchUp(): void;
  close(): void;
};

const DELAY_MS = 1_000;
/** Adding so many takes a few milliseconds. */
const BATCH = 200;

type Row = { readonly number: number; readonly content: unknown };

export function createSearchIndex({ db, write, log }: Pick<StoreContext, 'db' | 'write' | 'log'>): SearchIndex {
  const missing = db.prepare<[], Row>(
    `SELECT number, content FROM messages
     WHERE number > coalesce((SELECT rowid FROM message_words ORDER BY rowid DESC LIMIT 1), 0) ORDER BY number LIMIT ${BATCH}`,
  );
  const insert = db.prepare('INSERT INTO message_words (rowid, text) VALUES (?, ?)');
  const now = db.transaction(addBatch);
  let timer: NodeJS.Timeout | undefined;

  /** How many were added; inside a transaction, so that two processes never add the same. */
  function addBatch(): number {
    const rows = missing.all();
    for (const { number, content } of rows) insert.run(number, wordsOf(number, content));
    return rows.length;
  }

  async function addSoon(): Promise<void> {
    try {
      while (timer && (await write(addBatch)) === BATCH);
    } catch (error) {
      log.warn('The search index could not be brought up to date', error);
    } finally {
      timer = undefined;
    }
  }

  /** What cannot be read is not found either; it is reported where it is read. */
  function wordsOf(number: number, content: unknown): string {
    try {
      const blocks = unpackJson(content, `message ${number}`);
      return Array.isArray(blocks) ? searchableText(blocks) : '';
    } catch {
      return '';
    }
  }

  return {
    messagesStored() {
      timer ??= setTimeout(addSoon, DELAY_MS).unref();
    },
    catchUp() {
      try {
        while (now.immediate() === BATCH);
      } catch (error) {
        log.warn('The search may miss the newest messages', error);
      }
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
