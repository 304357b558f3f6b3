import { describe, expect, it } from 'vitest';
import { parseWorkflowText } from '../../../shared/workflow/parse';

const MEGABYTE = 1024 * 1024;
const withPrompt = (text: string) => `{"name":"w","steps":[{"id":"a","prompt":"${text}"}]}`;

describe('a large file', () => {
  it.each([
    ['one long text', withPrompt('y'.repeat(50 * MEGABYTE))],
    ['many steps', `{"name":"w","steps":[${'{"id":"a","prompt":"p"},'.repeat(2 * MEGABYTE)}{}]}`],
    ['deep nesting', `{"x":${'['.repeat(25 * MEGABYTE)}${']'.repeat(25 * MEGABYTE)}}`],
    ['only blanks', ' '.repeat(50 * MEGABYTE)],
  ])('of 50 MB is refused at once with a sentence: %s', (_, text) => {
    const startedAt = performance.now();
    expect(parseWorkflowText(text).problems).toEqual([
      {
        severity: 'error',
        code: 'invalid_shape',
        path: '$',
        message: expect.stringMatching(/too large to be a workflow: \d+ MB, and 4 MB is the most/),
      },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  it.each([
    ['plain', 'y'],
    ['escaped', '\\n'],
    ['written as code points', '\\u00e9'],
    ['of both', 'y\\n'],
  ])('just below the limit is read: text %s', (_, piece) => {
    const { value, problems } = parseWorkflowText(withPrompt(piece.repeat(Math.floor((3.9 * MEGABYTE) / piece.length))));
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ name: 'w' });
  });

  it('just below the limit is read: blanks, names and numbers', () => {
    const names = Array.from({ length: 250_000 }, (_, index) => `"k${index}":1`).join();
    for (const text of [`{${names}}`, `[${'1,'.repeat(1_500_000)}1]`, `{"a":${' '.repeat(3_900_000)}1}`]) {
      expect(parseWorkflowText(text).problems).toEqual([]);
    }
  });
});
