import { describe, expect, it } from 'vitest';
import { plainLine, plainText } from '../../../electron/cli/plainText';

describe('plain text', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a window title', '\u001b]0;owned\u0007text', 'text'],
    ['cursor movement', 'a\u001b[2Ab', 'ab'],
    ['a carriage return that overwrites the line', 'safe\rrm', 'saferm'],
    ['C1 controls', 'a\u009b31mb', 'ab'],
    ['bell, backspace and delete', 'a\u0007\b\u007fb', 'ab'],
  ])('loses %s', (_, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('keeps tabs, line ends and letters of any script', () => {
    expect(plainText('a\tb\nГрüße 你好 👋')).toBe('a\tb\nГрüße 你好 👋');
  });

  it('fits a line without breaking a character', () => {
    expect(plainLine('one\n  two 👋👋👋', 10)).toBe('one two 👋…');
    expect(plainLine('short', 10)).toBe('short');
  });
});
