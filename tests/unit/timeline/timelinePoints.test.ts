import { describe, expect, it } from 'vitest';
import { type TimelinePoint, timelinePoints } from '../../../renderer/features/timeline/timelinePoints';
import { checkpoint, tree, turns } from './trees';

/** `name ← parent`, with `*` for the head and `|` for what lies on the way to it. */
function drawing(points: readonly TimelinePoint[]): string[] {
  const name = (point: TimelinePoint | undefined) => (point?.kind === 'checkpoint' ? `◆${point.checkpoint.label}` : point?.key);
  return points.map((point) => {
    const from = point.parent === null ? '' : ` ← ${name(points[point.parent])}`;
    return `${point.isOnPath ? '|' : ' '} ${name(point)}${point.isHead ? '*' : ''}${from}`;
  });
}

describe('the points of a timeline', () => {
  it('are a single beginning before anything was said', () => {
    expect(drawing(timelinePoints([], [], null, 'turns'))).toEqual(['| beginning*']);
  });

  it('are where turns end, under the name of their prompt', () => {
    const points = timelinePoints(tree(turns(['1', '2'])), [], 'r2', 'turns');
    expect(drawing(points)).toEqual(['| beginning', '| r1 ← beginning', '| r2* ← r1']);
    expect(points[1]).toMatchObject({ prompt: { id: 'p1' }, length: 2, tokens: 10, depth: 2 });
  });

  //  beginning ── r1 ── r2 ◆baseline ── r3 ◆left
  //                          └───────── r4 ● head
  it('hang a branch on the checkpoint it was restored from, and mark only the way to the head', () => {
    const messages = tree({ ...turns(['1', '2', '3']), ...turns(['4'], 'r2') });
    const checkpoints = [checkpoint('baseline', 'r2'), checkpoint('left', 'r3', true)];
    expect(drawing(timelinePoints(messages, checkpoints, 'r4', 'turns'))).toEqual([
      '| beginning',
      '| r1 ← beginning',
      '| r2 ← r1',
      '| ◆baseline ← r2',
      '  r3 ← ◆baseline',
      '  ◆left ← r3',
      '| r4* ← ◆baseline',
    ]);
  });

  it('have several checkpoints of one message below each other, and those of the beginning too', () => {
    const checkpoints = [checkpoint('empty', null), checkpoint('a', 'r1'), checkpoint('b', 'r1')];
    expect(drawing(timelinePoints(tree(turns(['1'])), checkpoints, 'r1', 'turns'))).toEqual([
      '| beginning',
      '| ◆empty ← beginning',
      '| r1* ← ◆empty',
      '  ◆a ← r1',
      '  ◆b ← ◆a',
    ]);
  });

  const withTools = tree({
    p: [null, 'prompt'],
    calls: ['p', 'reply'],
    results: ['calls', 'result'],
    more: ['results', 'reply'],
    results2: ['more', 'result'],
    answer: ['results2', 'reply'],
  });

  it('fold the tool calls of a turn into its end', () => {
    const points = timelinePoints(withTools, [], 'answer', 'turns');
    expect(drawing(points)).toEqual(['| beginning', '| answer* ← beginning']);
    expect(points[1]).toMatchObject({ length: 6, tokens: 30, prompt: { id: 'p' } });
  });

  it('show every prompt and reply in detail', () => {
    expect(drawing(timelinePoints(withTools, [], 'answer', 'messages'))).toEqual([
      '| beginning',
      '| p ← beginning',
      '| calls ← p',
      '| more ← calls',
      '| answer* ← more',
    ]);
  });

  it('keep the head, checkpoints and partings within a turn', () => {
    const messages = [...withTools, ...tree({ other: [null, 'reply'] }).map((message) => ({ ...message, parentId: 'results', depth: 4 }))];
    const points = timelinePoints(messages, [checkpoint('early', 'calls')], 'more', 'turns');
    expect(drawing(points)).toEqual([
      '| beginning',
      '| calls ← beginning',
      '| ◆early ← calls',
      '| results ← ◆early',
      '| more* ← results',
      '  answer ← more',
      '  other ← results',
    ]);
  });
});
