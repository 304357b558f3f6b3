import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { SessionSettings } from '../../shared/session/session';
import type { FileRestore, SessionStore } from '../sessions/ports';
import { checkedJson, readableRows, readRows } from './checkedJson';
import type { CheckpointInsert } from './checkpoints';
import { livingOwners } from './owner';
import { type PackedJson, packJson } from './packedJson';
import { settingsSchema } from './sessionRows';
import type { SessionRepository } from './store';
import type { StoreContext } from './storeContext';

type FileRestores = Pick<SessionStore, 'beginFileRestore' | 'abandonFileRestore' | 'abandonedFileRestores' | 'adoptFileRestore'> &
  Pick<SessionRepository, 'keptTrees'>;

const permissions = z.number().int().min(0).max(0o7777).optional();

const entrySchema = z
  .union([
    z.object({ mode: z.enum(['100644', '100755', '120000']), object: z.string().regex(/^[0-9a-f]{40,64}$/), permissions }),
    z.object({ mode: z.literal('040000'), permissions }),
  ])
  .nullable();

const treeSchema = z.object({ tree: z.string() });

const restoreSchema: z.ZodType<FileRestore> = z.object({
  id: z.string(),
  sessionId: z.string(),
  workDir: z.string(),
  steps: z.array(z.object({ path: z.string(), from: entrySchema, to: entrySchema })),
  move: z.object({
    headId: z.string().nullable(),
    settings: settingsSchema.optional() as z.ZodType<SessionSettings | undefined>,
    checkpointId: z.string().nullable().optional(),
  }),
  fromHeadId: z.string().nullable().optional(),
});

/** The journal of restorings of files that are under way: whatever a crash leaves of one is ended by the next process to come by. */
export function createFileRestores(
  { db, write, clock, owner, log }: StoreContext,
  insertCheckpoint: (checkpoint: Parameters<FileRestores['beginFileRestore']>[1]) => CheckpointInsert,
  numberOf: (sessionId: string) => number,
): FileRestores {
  const sql = prepare(db);
  return {
    keptTrees() {
      if (!db.open) return undefined;
      const others = [...livingOwners(db, clock)].filter((id) => id !== owner);
      if (others.length > 0 || sql.any.get() !== undefined) return undefined; // one that is not ended needs its objects
      // One that cannot be read can be restored no more; the list of checkpoints says so.
      const kept = readRows(sql.kept.all(), ({ id, files }) => checkedJson(files, treeSchema, `checkpoint ${id}`).tree);
      return new Set([...kept.values, ...sql.known.all().map(({ tree }) => tree)]);
    },
    beginFileRestore(restore, left) {
      const insert = insertCheckpoint(left);
      const packed = packJson(restore);
      return write(() => {
        insert(numberOf(restore.sessionId));
        sql.insert.run(restore.id, owner, packed);
      });
    },
    async abandonFileRestore(id) {
      await write(() => sql.delete.run(id));
    },
    abandonedFileRestores() {
      if (sql.any.get() === undefined) return [];
      const living = livingOwners(db, clock);
      const left = sql.all.all().filter((row) => !living.has(row.owner));
      return readableRows(left, ({ id, restore }) => checkedJson(restore, restoreSchema, `restoring of files ${id}`), log);
    },
    adoptFileRestore: (id) =>
      write(() => {
        const before = sql.ownerOf.get(id)?.owner;
        if (before === undefined || livingOwners(db, clock).has(before)) return false;
        sql.adopt.run(owner, id);
        return true;
      }),
  };
}

function prepare(db: Database.Database) {
  return {
    insert: db.prepare('INSERT INTO file_restores (id, owner, restore) VALUES (?, ?, ?)'),
    delete: db.prepare('DELETE FROM file_restores WHERE id = ?'),
    adopt: db.prepare('UPDATE file_restores SET owner = ? WHERE id = ?'),
    kept: db.prepare<[], { id: string; files: PackedJson }>('SELECT id, files FROM checkpoints WHERE files IS NOT NULL'),
    known: db.prepare<[], { tree: string }>('SELECT known_tree AS tree FROM sessions WHERE known_tree IS NOT NULL'),
    any: db.prepare<[], unknown>('SELECT 1 FROM file_restores LIMIT 1'),
    ownerOf: db.prepare<[string], { owner: string }>('SELECT owner FROM file_restores WHERE id = ?'),
    all: db.prepare<[], { id: string; owner: string; restore: PackedJson }>('SELECT id, owner, restore FROM file_restores ORDER BY number'),
  };
}
