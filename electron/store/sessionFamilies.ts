import type Database from 'better-sqlite3';
import { metadataValue } from './metadataValue';

/**
 * Sessions together with all that was started from within them, however deep. Everything started by a tool call names the calling session as its
 * parent. One look through the sessions, however many are asked for; most have no parent, so little comes of it.
 */
export function createSessionFamilies(db: Database.Database): (ids: readonly string[]) => readonly string[] {
  const children = db.prepare<[], { id: string; parent: string }>(
    `SELECT id, parent FROM (SELECT id, ${metadataValue('parentSessionId')} AS parent FROM sessions) WHERE parent IS NOT NULL`,
  );
  return (ids) => {
    const childrenOf = Map.groupBy(children.all(), (child) => child.parent);
    const family = new Set(ids);
    for (const id of family) for (const child of childrenOf.get(id) ?? []) family.add(child.id); // a set's loop also reaches what it adds
    return [...family];
  };
}
