import type Database from 'better-sqlite3';
import { metadataValue } from './metadataValue';

/** Sessions together with all that was started from within them, however deep. Everything started by a tool call names the calling session as its parent. */
export type SessionFamilies = {
  /** All in one. */
  familyOf(ids: readonly string[]): readonly string[];
  /** One beside the other: two that are asked for are in the same if one was started from within the other. */
  familiesOf(ids: readonly string[]): readonly (readonly string[])[];
};

type Children = ReadonlyMap<string, readonly { readonly id: string }[]>;

/** One look through the sessions, however many are asked for; most have no parent, so little comes of it. */
export function createSessionFamilies(db: Database.Database): SessionFamilies {
  const children = db.prepare<[], { id: string; parent: string }>(
    `SELECT id, parent FROM (SELECT id, ${metadataValue('parentSessionId')} AS parent FROM sessions) WHERE parent IS NOT NULL`,
  );
  const childrenOf = (): Children => Map.groupBy(children.all(), (child) => child.parent);
  return {
    familyOf: (ids) => gather(ids, childrenOf()),
    familiesOf(ids) {
      const below = childrenOf();
      const started = new Set(gather(ids, below).flatMap((id) => (below.get(id) ?? []).map((child) => child.id)));
      const gathered = new Set<string>();
      const families: (readonly string[])[] = [];
      // The oldest of each family first. In a damaged store some have none, since they were started from within each other.
      for (const id of [...ids.filter((one) => !started.has(one)), ...ids]) {
        if (gathered.has(id)) continue;
        const family = gather([id], below);
        families.push(family);
        for (const member of family) gathered.add(member);
      }
      return families;
    },
  };
}

function gather(ids: readonly string[], children: Children): readonly string[] {
  const family = new Set(ids);
  for (const id of family) for (const child of children.get(id) ?? []) family.add(child.id); // a set's loop also reaches what it adds
  return [...family];
}
