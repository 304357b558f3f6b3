import type { Checkpoint } from '../../../shared/session/session';
import type { TreeMessage } from '../../../shared/session/timeline';
import { SETTINGS } from '../sessions/support/scene';

/** Messages in the order of storing, as `id: parent kind`; the line of each is its id. */
export function tree(nodes: Readonly<Record<string, readonly [parent: string | null, kind: TreeMessage['kind']]>>): readonly TreeMessage[] {
  const depths = new Map<string | null, number>([[null, 0]]);
  return Object.entries(nodes).map(([id, [parentId, kind]]) => {
    const depth = (depths.get(parentId) ?? 0) + 1;
    depths.set(id, depth);
    return {
      id,
      parentId,
      depth,
      kind,
      role: kind === 'reply' ? 'assistant' : 'user',
      line: id,
      tokens: kind === 'reply' ? 10 : 0,
      createdAt: '2026-01-01T00:00:00.000Z',
      isInterrupted: false,
    };
  });
}

/** Turns one after the other, each a prompt `p1` and a reply `r1`, from a message on. */
export function turns(names: readonly string[], from: string | null = null): Record<string, readonly [string | null, TreeMessage['kind']]> {
  const nodes: Record<string, readonly [string | null, TreeMessage['kind']]> = {};
  let parent = from;
  for (const name of names) {
    nodes[`p${name}`] = [parent, 'prompt'];
    nodes[`r${name}`] = [`p${name}`, 'reply'];
    parent = `r${name}`;
  }
  return nodes;
}

export function checkpoint(label: string, messageId: string | null, automatic = false): Checkpoint {
  return {
    id: `cp_${label}`,
    sessionId: 'ses_1',
    label,
    messageId,
    messageCount: 0,
    parentId: null,
    automatic,
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: SETTINGS,
  };
}
