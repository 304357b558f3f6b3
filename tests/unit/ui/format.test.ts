import { describe, expect, it } from 'vitest';
import { countOf, formatCost, formatCount, formatDuration, formatMoment, formatWhen } from '../../../renderer/ui/format';

describe('formatDuration', () => {
  it.each([
    [-3, '0 ms'],
    [640, '640 ms'],
    [3149, '3.1 s'],
    [9999, '9.9 s'],
    [59_999, '59 s'],
    [185_000, '3 min 05 s'],
    [7_440_000, '2 h 04 min'],
  ])('writes %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [12_400, '12.4k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_240_000, '1.2M'],
  ])('writes %d as %s', (count, text) => expect(formatCount(count)).toBe(text));
});

it('a price nobody knows is never written as nothing', () => {
  expect([null, 0, 0.004, 1.5].map(formatCost)).toEqual(['cost unknown', '$0', '< $0.01', '$1.50']);
});

it('tells a time the shorter the nearer it is', () => {
  const now = new Date(2026, 2, 14, 15, 30).getTime();
  const at = (...date: [number, number, number, number, number]) => new Date(...date).toISOString();
  expect(formatWhen(at(2026, 2, 14, 15, 30), now)).toBe('just now');
  expect(formatWhen(at(2026, 2, 14, 15, 2), now)).toBe('28 min ago');
  expect(formatWhen(at(2026, 2, 14, 9, 5), now)).toBe('09:05');
  expect(formatMoment(at(2026, 2, 13, 23, 59), now)).toBe('yesterday 23:59');
  expect(formatMoment(at(2026, 0, 2, 8, 0), now)).toBe('2 Jan 08:00');
  expect(formatMoment(at(2024, 0, 2, 8, 0), now)).toBe('2 Jan 2024');
});

it('counts things in words', () => {
  expect([countOf(0, 'step'), countOf(1, 'step'), countOf(1200, 'step')]).toEqual(['0 steps', '1 step', '1,200 steps']);
});
