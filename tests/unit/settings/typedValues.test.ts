import { describe, expect, it } from 'vitest';
import { readDuration, readWholeNumber } from '../../../renderer/features/settings/typedValues';

const RANGE = { least: 1, most: 64 };

describe('a whole number that is typed', () => {
  it.each([
    ['1', 1],
    [' 64 ', 64],
  ])('“%s” is taken', (text, value) => {
    expect(readWholeNumber(text, RANGE)).toEqual({ value });
  });

  it.each(['', '0', '65', '-3', '1.5', '1e1', 'ten'])('“%s” is refused with what would fit', (text) => {
    expect(readWholeNumber(text, RANGE)).toEqual({ problem: 'Write a whole number from 1 to 64.' });
  });
});

describe('a time that is typed', () => {
  const range = { least: 1_000, most: 86_400_000 };

  it('is taken in any unit', () => {
    expect(['1s', ' 30m', '24h'].map((text) => readDuration(text, range))).toEqual([
      { value: 1_000 },
      { value: 1_800_000 },
      { value: 86_400_000 },
    ]);
  });

  it.each(['999ms', '2d'])('%s is out of range, and the range is said', (text) => {
    expect(readDuration(text, range)).toEqual({ problem: 'Write a time from 1s to 1d.' });
  });

  it.each(['', '30', 'soon'])('“%s” is refused with how it is written', (text) => {
    expect(readDuration(text, range)).toEqual({ problem: expect.stringContaining('a whole number and a unit') });
  });
});
