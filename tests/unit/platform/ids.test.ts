import { expect, test } from 'vitest';
import { createIds } from '../../../electron/platform/ids';

test('an id says what it is for and is 26 digits of base 32', () => {
  const ids = createIds();
  expect(ids.next('run')).toMatch(/^run_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(ids.next('session')).toMatch(/^ses_/);
  expect(ids.next('message')).toMatch(/^msg_/);
  expect(ids.next('checkpoint')).toMatch(/^cp_/);
  expect(ids.next('workflow')).toMatch(/^wf_/);
});

test('ids sort in the order they were given out, within a millisecond and when the clock steps back', () => {
  const times = [1000, 1000, 1000, 2000, 1500, 500, 2001];
  const ids = createIds({ now: () => times.shift() ?? 3000 });
  const given = Array.from({ length: 10_000 }, () => ids.next('message'));
  expect([...given].sort()).toEqual(given);
  expect(new Set(given).size).toBe(given.length);
});

test('two sources never agree, though their clocks do', () => {
  const clock = { now: () => 1000 };
  expect(createIds(clock).next('run')).not.toBe(createIds(clock).next('run'));
});
