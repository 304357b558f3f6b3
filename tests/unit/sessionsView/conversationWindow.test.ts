import { describe, expect, it } from 'vitest';
import {
  type ConversationWindow,
  emptyWindow,
  forgetFar,
  missingPages,
  moveLeaf,
  seam,
  withMessages,
} from '../../../renderer/features/sessions/conversationWindow';
import { numbered } from './messages';

const idsOf = ({ messages }: ConversationWindow) => [...messages.values()].sort((a, b) => a.depth - b.depth).map(({ id }) => id);

describe('the loaded part of a long conversation', () => {
  it('misses the pages that hold something of what is looked at', () => {
    const window = withMessages(emptyWindow('m10000', 10_000), numbered(100, 'm', 101));
    expect(missingPages(window, 95, 205)).toEqual([1, 201]);
    expect(missingPages(window, 120, 180)).toEqual([]);
    expect(missingPages(window, 9_990, 20_000)).toEqual([9901]);
    expect(missingPages(emptyWindow(null, 0), 1, 50)).toEqual([]);
  });

  it('keeps what it has when the conversation grows', () => {
    const before = withMessages(emptyWindow('m4', 4), numbered(4));
    const after = moveLeaf(before, 'm6', 6, numbered(3, 'm', seam(before, 6)));
    expect(idsOf(after)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(after).toMatchObject({ leafId: 'm6', count: 6 });
  });

  it('drops what comes after when the conversation goes back', () => {
    const before = withMessages(emptyWindow('m4', 4), numbered(4));
    const after = moveLeaf(before, 'm2', 2, numbered(1, 'm', seam(before, 2)));
    expect(idsOf(after)).toEqual(['m1', 'm2']);
  });

  it('knows nothing of another branch but what was read of it', () => {
    const before = withMessages(emptyWindow('m4', 4), numbered(4));
    const after = moveLeaf(before, 'x5', 5, numbered(2, 'x', seam(before, 5)));
    expect(idsOf(after)).toEqual(['x4', 'x5']);
    expect(missingPages(after, 1, 5)).toEqual([1]);
  });

  it('forgets what is far from where one looks, but not its end, however far one scrolls', () => {
    const whole = withMessages(emptyWindow('m10000', 10_000), numbered(10_000));
    const near = forgetFar(whole, 5_000, 5_020);
    expect(missingPages(near, 4_900, 5_120)).toEqual([]);
    expect(missingPages(near, 9_900, 10_000)).toEqual([]);
    expect(missingPages(near, 1, 100)).toEqual([1]);
    expect(near.messages.size).toBeLessThan(1_500);
    expect(forgetFar(near, 5_000, 5_020)).toBe(near);
  });

  it('trusts nothing of what it never loaded', () => {
    const before = withMessages(emptyWindow('m300', 300), numbered(100, 'm', 1));
    const after = moveLeaf(before, 'm301', 301, numbered(2, 'm', seam(before, 301)));
    expect(idsOf(after)).toEqual(['m300', 'm301']);
  });
});
