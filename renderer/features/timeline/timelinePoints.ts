import type { Checkpoint } from '../../../shared/session/session';
import type { TreeMessage } from '../../../shared/session/timeline';

/** A point of a session's tree as the timeline draws it: a row of its own. */
export type TimelinePoint = {
  readonly key: string;
  /** The row it hangs on, which always comes before it; `null` for the beginning. */
  readonly parent: number | null;
  readonly messageId: string | null;
  /** Messages up to here. */
  readonly depth: number;
  /** The session stands here. */
  readonly isHead: boolean;
  /** It lies on the way from the beginning to where the session stands. */
  readonly isOnPath: boolean;
} & (
  | { readonly kind: 'beginning' }
  | {
      readonly kind: 'message';
      readonly message: TreeMessage;
      /** The prompt of the turn that comes to its end here. */
      readonly prompt: TreeMessage | undefined;
      /** Messages since the point before, this one included, and their tokens. */
      readonly length: number;
      readonly tokens: number;
    }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
);

/** `turns`: a point where each turn ends; `messages`: one for everything said and each reply that calls tools. */
export type TimelineDetail = 'turns' | 'messages';

type Tree = {
  readonly byId: ReadonlyMap<string, TreeMessage>;
  readonly children: ReadonlyMap<string | null, readonly TreeMessage[]>;
  readonly marks: ReadonlyMap<string | null, readonly Checkpoint[]>;
};

/**
 * The points worth drawing, in the order in which they came about: the beginning, where turns end, where branches part, every checkpoint (below
 * the message it names) and where the session stands. What lies between is folded into the point that follows.
 *
 * ```
 * beginning ── turn ── turn ─ ◆ baseline ── turn ─ ◆ Before restoring “baseline”
 *                              └─────────── turn ● head
 * ```
 */
export function timelinePoints(
  messages: readonly TreeMessage[],
  checkpoints: readonly Checkpoint[],
  headId: string | null,
  detail: TimelineDetail,
): readonly TimelinePoint[] {
  const tree: Tree = {
    byId: new Map(messages.map((message) => [message.id, message])),
    children: Map.groupBy(messages, ({ parentId }) => parentId),
    marks: Map.groupBy(checkpoints, ({ messageId }) => messageId),
  };
  const points: Drawn[] = [];
  const lastRow = new Map<string | null, number>();
  const add = (messageId: string | null, point: Drawn) => {
    points.push(point);
    for (const checkpoint of tree.marks.get(messageId) ?? []) {
      const parent = points.length - 1;
      points.push({ kind: 'checkpoint', key: checkpoint.id, parent, messageId, depth: point.depth, isHead: false, checkpoint });
    }
    lastRow.set(messageId, points.length - 1);
  };
  add(null, { kind: 'beginning', key: 'beginning', parent: null, messageId: null, depth: 0, isHead: headId === null });
  for (const message of messages) {
    if (!isPoint(message, tree, headId, detail)) continue;
    const { from, folded } = stretchBefore(message, tree, lastRow);
    add(message.id, {
      kind: 'message',
      key: message.id,
      parent: lastRow.get(from) ?? 0,
      messageId: message.id,
      depth: message.depth,
      isHead: message.id === headId,
      message,
      prompt: folded.find(({ kind }) => kind === 'prompt'),
      length: folded.length,
      tokens: folded.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  }
  return withPath(points);
}

type WithoutPath<Point> = Point extends unknown ? Omit<Point, 'isOnPath'> : never;
type Drawn = WithoutPath<TimelinePoint>;

function isPoint(message: TreeMessage, { children, marks }: Tree, headId: string | null, detail: TimelineDetail): boolean {
  const next = children.get(message.id) ?? [];
  if (next.length !== 1 || next[0]?.kind === 'prompt') return true;
  if (message.id === headId || marks.has(message.id)) return true;
  return detail === 'messages' && message.kind !== 'result';
}

/** The messages from the one after the nearest point to `message`, newest first, and that point. */
function stretchBefore(message: TreeMessage, { byId }: Tree, lastRow: ReadonlyMap<string | null, number>) {
  const folded: TreeMessage[] = [message];
  let from = message.parentId;
  while (from !== null && !lastRow.has(from)) {
    const before = byId.get(from);
    if (!before) return { from: null, folded }; // a message whose past can't be read hangs on the beginning
    folded.push(before);
    from = before.parentId;
  }
  return { from, folded };
}

function withPath(points: readonly Drawn[]): readonly TimelinePoint[] {
  const path = new Set<number>();
  for (let row: number | null | undefined = points.findIndex(({ isHead }) => isHead); row != null && row >= 0; row = points[row]?.parent) {
    path.add(row);
  }
  return points.map((point, row) => ({ ...point, isOnPath: path.has(row) }));
}
