import { describe, expect, it } from 'vitest';
import { MERGE_WINDOW_MS, record, redo, startHistory, undo } from '../../../renderer/features/editor/history';

describe('history', () => {
  it('undoes and redoes edits with their labels', () => {
    const edited = record(record(startHistory('a'), 'b', { label: 'to b', at: 0 }), 'c', { label: 'to c', at: 1 });
    const back = undo(edited);
    expect(back).toMatchObject({ present: 'b', past: [{ label: 'to b', value: 'a' }], future: [{ label: 'to c', value: 'c' }] });
    expect(redo(back)).toEqual(edited);
  });

  it('takes the same value for no edit', () => {
    const history = startHistory('a');
    expect(record(history, 'a', { label: 'nothing', at: 0 })).toBe(history);
  });

  it('joins the edits of one gesture into one entry', () => {
    const typing = { label: 'type', mergeKey: 'name' };
    const typed = ['b', 'c', 'd'].reduce((history, value, at) => record(history, value, { ...typing, at }), startHistory('a'));
    expect(undo(typed).present).toBe('a');
  });

  it('begins a new entry after a pause, for another field and after an undo', () => {
    const first = record(startHistory('a'), 'b', { label: '1', mergeKey: 'name', at: 0 });
    const afterPause = record(first, 'c', { label: '2', mergeKey: 'name', at: MERGE_WINDOW_MS + 1 });
    const otherField = record(first, 'c', { label: '2', mergeKey: 'prompt', at: 1 });
    const afterUndo = record(undo(record(first, 'x', { label: 'x', at: 1 })), 'c', { label: '2', mergeKey: 'name', at: 2 });
    expect([afterPause, otherField, afterUndo].map((history) => history.past.map(({ label }) => label))).toEqual([
      ['1', '2'],
      ['1', '2'],
      ['1', '2'],
    ]);
  });

  it('forgets what was undone once something else is done', () => {
    const edited = record(startHistory('a'), 'b', { label: 'b', at: 0 });
    expect(record(undo(edited), 'c', { label: 'c', at: 1 }).future).toEqual([]);
  });

  it('stays as it is at either end', () => {
    const history = startHistory('a');
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });
});
