import { expect, it } from 'vitest';
import { plainText } from '../../../shared/lib/plainText';

it.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a title', '\u001b]0;owned\u0007text', 'text'],
  ['a link', '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['one-byte sequences', '\u009b2Jtext\u009d0;owned\u009c', 'text'],
  ['a reset', '\u001bctext', 'text'],
  ['an unfinished sequence', 'text\u001b', 'text'],
  ['cursor movement', 'te\u001b[2Axt', 'text'],
  ['bells, backspaces, returns and deletes', 'te\u0007x\u0008t\r\u007f', 'text'],
  ['what turns letters', 'a\u202eb\u2066c\u2069', 'a\\u{202e}b\\u{2066}c\\u{2069}'],
  ['nothing of ordinary text', 'a\tb\nü עברית 👍🏽 👨‍👩‍👧', 'a\tb\nü עברית 👍🏽 👨‍👩‍👧'],
])('takes out or spells out %s', (_what, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it('takes as long as the text is, whatever is in it', () => {
  for (const piece of ['\u001b]', '\u009d', '\u009b1', '\u001b[', '\u001b ']) {
    const startedAt = performance.now();
    plainText(piece.repeat(500_000));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
});
