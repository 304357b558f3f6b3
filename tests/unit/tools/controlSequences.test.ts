import { describe, expect, it } from 'vitest';
import { withoutControlSequences } from '../../../electron/tools/controlSequences';

const LINK = '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\';

describe('the output of a command', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['colours with colons', '\u001b[38:2::1:2:3mred', 'red'],
    ['a title', '\u001b]0;owned\u0007text', 'text'],
    ['a link', LINK, 'text'],
    ['the clipboard', '\u001b]52;c;ZXZpbA==\u0007text', 'text'],
    ['a device control string', '\u001bP$q"p\u001b\\text', 'text'],
    ['a reset and a character set', '\u001bc\u001b(Btext', 'text'],
    ['a string without end', `\u001b]0;${'x'.repeat(5_000)}`, `\u001b]0;${'x'.repeat(5_000)}`],
    ['plain text', 'a [0m ]0; b\n', 'a [0m ]0; b\n'],
  ])('has no %s', (_, text, expected) => {
    expect(withoutControlSequences()(text)).toBe(expected);
  });

  it('has none that comes in pieces, wherever they part', () => {
    const text = `a${LINK}b\u001b[31mc\u001b(B\u001b]0;t\u0007d`;
    for (let at = 0; at <= text.length; at += 1) {
      const clean = withoutControlSequences();
      expect(clean(text.slice(0, at)) + clean(text.slice(at))).toBe('atextbcd');
    }
  });

  it('is quickly through with what begins again and again', () => {
    const startedAt = performance.now();
    withoutControlSequences()('\u001b]'.repeat(500_000));
    withoutControlSequences()(`\u001b]${'x'.repeat(4_000)}`.repeat(500));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
