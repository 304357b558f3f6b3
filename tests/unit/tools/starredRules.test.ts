import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCorpus, verdict } from './permissionQuestions';

const entrySchema = z.strictObject({ rule: z.string().min(1), command: z.string().min(1) });

/** Pairs of a rule and a command, by the name of their file. */
function pairs(name: string): readonly (readonly [rule: string, command: string])[] {
  return readCorpus(name, entrySchema).map(({ rule, command }) => [rule, command]);
}

describe('a rule with a star', () => {
  it.each(pairs('star-asked'))('%s does not speak for %s', (rule, command) => {
    expect(verdict(command, rule)).toBe('ask');
  });

  it.each(pairs('star-named'))('%s names what starts programs, and so allows %s', (rule, command) => {
    expect(verdict(command, rule)).toBe('allow');
  });

  it.each(pairs('star-allowed'))('%s goes on allowing %s', (rule, command) => {
    expect(verdict(command, rule)).toBe('allow');
  });
});

describe('a rule with a star about a long line', () => {
  it.each(['a ', '-a ', '--exe-cu-te', '-ex', '[', 's/a/b/;', '$X '])('is decided soon about 30,000 characters of %j', (part) => {
    for (const begin of ['npm test ', 'git fetch ', 'sed ', 'tar ', 'launch ', 'python3 -u ', 'go build ']) {
      for (const command of [begin + part.repeat(30_000 / part.length), `${begin}'${part.repeat(30_000 / part.length)}'`]) {
        const start = performance.now();
        verdict(command, `bash(${begin}*)`);
        expect(performance.now() - start).toBeLessThan(5_000);
      }
    }
  });
});
