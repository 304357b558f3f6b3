import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literalText } from '../../../electron/tools/shell/plainSource';
import { temporaryFolder } from '../../support/temporaryFolder';
import { hasProgram } from './corpus';

const temporary = temporaryFolder();
/** Signs that shells read in ways of their own, and names that patterns of them fit. */
const SIGNS = [...'\'"\\$`*?[]{}~=:!#&;|<>()^%@+-,./ab1', ' ', '$a', '$(', '${a}', "$'", '{a,b}', '\\\\', "\\'", '\\"', '-R', '..'];

beforeAll(() => {
  for (const name of ['a', 'b', '-R', 'aa', 'ab', '1', 'a=b', '[a]', '{a', 'a^', '!a']) writeFileSync(join(temporary.path, name), '');
  mkdirSync(join(temporary.path, 'folder'));
});
afterAll(() => temporary[Symbol.dispose]());

describe('what is taken for a literal word', () => {
  it.each(['bash', 'sh', 'dash'])('is just that to %s', { timeout: 60_000 }, (shell) => {
    if (!hasProgram(shell)) return;
    const words = fc
      .sample(fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 7 }), { numRuns: 60_000, seed: 5 })
      .map((signs) => signs.join(''))
      .map((raw) => ({ raw, text: literalText(raw) }))
      .filter(({ text }) => text !== undefined);
    const script = words.map(({ raw }) => `printf '%s\\n%s\\000' x ${raw}`).join('\n');
    writeFileSync(join(temporary.path, 'folder/script'), script);
    const printed = execFileSync(shell, ['folder/script'], { cwd: temporary.path, maxBuffer: 1 << 26, env: { HOME: '/home/someone' } });
    expect(words.length).toBeGreaterThan(5_000);
    expect(printed.toString().split('\0').slice(0, -1)).toEqual(words.map(({ text }) => `x\n${text}`));
  });
});
