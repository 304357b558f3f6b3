import type Database from 'better-sqlite3';
import type { AppError } from '../../shared/lib/appError';
import { MESSAGES, type MessageRow } from './sessionRows';
import { damagedConversation } from './storeError';

/**
 * Ways from a message up to the root of its tree. Each step goes to a message of the same session with a depth of exactly one less, and ends at depth 1:
 * where one does not, what came before would be left out, and so nothing of it is given out (`STORE_FAILED`). A message there is not has no way.
 */
export type MessageChains = {
  /** The messages of depth `from` and more, but less than `below`; the way to the first of them and one step further is checked. */
  read(leaf: string, from: number, below: number): MessageRow[];
  ids(leaf: string): readonly string[];
  /** Goes all the way, but only once for each message while nobody else writes to the file: this process only adds to sound ways. */
  check(leaf: string | null): void;
};

export function createMessageChains(db: Database.Database): MessageChains {
  const sql = prepare(db);
  const sound = new Set<string>();
  let version: unknown;

  function damaged(leaf: string): AppError {
    return damagedConversation(sql.leaf.get(leaf)?.session_id ?? '');
  }

  return {
    read(leaf, from, below) {
      const rows = sql.read.all({ leaf, from, below });
      const [first] = rows;
      if (first ? first.depth !== from || first.in_place !== 1 : isNotBefore(from, sql.leaf.get(leaf))) throw damaged(leaf);
      return rows;
    },
    ids(leaf) {
      const rows = sql.ids.all({ leaf, from: 1 });
      const [first] = rows;
      if (first && !isRoot(first)) throw damaged(leaf);
      return rows.map(({ id }) => id);
    },
    check(leaf) {
      const now = db.pragma('data_version', { simple: true });
      if (now !== version) sound.clear();
      version = now;
      if (leaf === null || sound.has(leaf)) return;
      const last = sql.last.get({ leaf, from: 1 });
      if (!last) return;
      if (!isRoot(last)) throw damaged(leaf);
      sound.add(leaf);
    },
  };
}

/** A message that stands before a part has none of it. */
function isNotBefore(from: number, leaf: MessageRow | undefined): boolean {
  return leaf !== undefined && (leaf.depth >= from || leaf.in_place !== 1);
}

type Place = { readonly parent: number | null; readonly depth: number };

function isRoot({ parent, depth }: Place): boolean {
  return depth === 1 && parent === null;
}

/** As far as the way is sound, at most to the depth `from`. */
const CHAIN = `
  WITH RECURSIVE chain (number, parent, depth, session) AS (
    SELECT number, parent, depth, session FROM messages WHERE id = @leaf
    UNION ALL
    SELECT messages.number, messages.parent, messages.depth, messages.session FROM chain JOIN messages ON messages.number = chain.parent
    WHERE chain.depth > @from AND messages.depth = chain.depth - 1 AND messages.session = chain.session
  )`;

function prepare(db: Database.Database) {
  return {
    read: db.prepare<[{ leaf: string; from: number; below: number }], MessageRow>(
      `${CHAIN} ${MESSAGES} JOIN chain ON chain.number = messages.number WHERE chain.depth >= @from AND chain.depth < @below ORDER BY chain.depth`,
    ),
    ids: db.prepare<[{ leaf: string; from: number }], Place & { readonly id: string }>(
      `${CHAIN} SELECT id, chain.parent, chain.depth FROM chain JOIN messages USING (number) ORDER BY chain.depth`,
    ),
    last: db.prepare<[{ leaf: string; from: number }], Place>(`${CHAIN} SELECT parent, depth FROM chain ORDER BY depth LIMIT 1`),
    leaf: db.prepare<[string], MessageRow>(`${MESSAGES} WHERE messages.id = ?`),
  };
}
