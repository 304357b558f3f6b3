import { expect, it } from 'vitest';
import { plainLine } from '../../../electron/cli/plainLine';

it('fits a line without breaking a character', () => {
  expect(plainLine('one\n  two 👋👋👋', 10)).toBe('one two 👋…');
  expect(plainLine('short', 10)).toBe('short');
});

it('steers no terminal', () => {
  expect(plainLine('a\u001b[2Ab\u0007', 10)).toBe('ab');
});
