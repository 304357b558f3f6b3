import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, writeDuration } from '../../../shared/lib/duration';

test.each([
  [1_800_000, '30m'],
  [90_000, '90s'],
  [3_600_000, '1h'],
  [604_800_000, '7d'],
  [1_500, '1500ms'],
])('%d ms are written %s', (milliseconds, text) => {
  expect(writeDuration(milliseconds)).toBe(text);
});

test('what is written is read as the same time', () => {
  fc.assert(fc.property(fc.nat({ max: 2 ** 40 }), (milliseconds) => parseDuration(writeDuration(milliseconds)) === milliseconds));
});

test.each(['', '7', '7x', '-1s', '1.5h', '1 h', '99999999999999999d'])('“%s” is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
