import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('nothing but tokens.css names a colour', () => {
  const files = globSync('renderer/**/*.{css,ts,tsx}').filter((file) => !file.endsWith('tokens.css'));
  const named = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?!\w)|\b(?:rgba?|hsla?|oklch)\(/i.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(named).toEqual([]);
});
