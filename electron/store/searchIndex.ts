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
/** Adding so many takes a few milliseconds, unless they are long. */
const BATCH = 200;
const BATCH_CHARACTERS = 1_000_000;

export function createSearchIndex({ db, write, log }: Pick<StoreContext, 'db' | 'write' | 'log'>): SearchIndex {
  const missing = db.prepare<[], { readonly number: number }>(
    `SELECT number FROM messages
     WHERE number > coalesce((SELECT rowid FROM message_words ORDER BY rowid DESC LIMIT 1), 0) ORDER BY number LIMIT ${BATCH}`,
  );
  const content = db.prepare<[number], { readonly content: unknown }>('SELECT content FROM messages WHERE number = ?');
  const insert = db.prepare('INSERT INTO message_words (rowid, text) VALUES (?, ?)');
  const now = db.transaction(addBatch);
  let timer: NodeJS.Timeout | undefined;

  /** Whether there may be more; inside a transaction, so that two processes never add the same. */
  function addBatch(): boolean {
    const rows = missing.all();
    let characters = 0;
    for (const { number } of rows) {
      const words = wordsOf(number, content.get(number)?.content);
      insert.run(number, words);
      characters += words.length;
      if (characters > BATCH_CHARACTERS) return true;
    }
    return rows.length === BATCH;
  }

  async function addSoon(): Promise<void> {
    try {
      while (timer && (await write(addBatch)));
    } catch (error) {
      log.warn('The search index could not be brought up to date', error);
    } finally {
      timer = undefined;
    }
  }

  /** What cannot be read is not found either; it is reported where it is read. */
  function wordsOf(number: number, packed: unknown): string {
    try {
      const blocks = unpackJson(packed, `message ${number}`);
      return Array.isArray(blocks) ? searchableText(blocks) : '';
    } catch {
      return '';
    }
  }

  function addLater(): void {
    timer ??= setTimeout(addSoon, DELAY_MS).unref();
  }

  // What a process that was killed, or an earlier release, left to be done.
  if (missing.get() !== undefined) addLater();
  return {
    messagesStored: addLater,
    catchUp() {
      try {
        while (now.immediate());
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
