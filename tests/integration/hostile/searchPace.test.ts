import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, openTools } from '../tools/support';

const ANSWERED_WITHIN_MS = 2_000;

async function timed(workDir: string, name: string, input: { readonly [key: string]: string }) {
  const { run } = await openTools(workDir);
  const startedAt = performance.now();
  const { content, isError } = await run(name, input);
  return { content: String(content), isError, ms: performance.now() - startedAt };
}

describe('a pattern that takes a little too long again and again', () => {
  it.each([14, 17])('is ended in time over many lines of %i characters', async (length) => {
    const workDir = await folder({ lines: `${'a'.repeat(length)}!\n`.repeat(100_000) });
    const { content, isError, ms } = await timed(workDir, 'grep', { pattern: '^(a+)+$' });
    expect({ content, isError }).toEqual({ content: expect.stringContaining('takes far too long'), isError: true });
    expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
  });

  it('is ended in time over many names', { timeout: 60_000 }, async () => {
    const workDir = await folder();
    for (let index = 0; index < 3_000; index += 1) writeFileSync(path.join(workDir, `${'a'.repeat(26)}${index}`), '');
    const { content, ms } = await timed(workDir, 'glob', { pattern: '+(a|aa)b' });
    expect(content).toContain('takes far too long');
    expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
  });
});

describe('an honest search', () => {
  it('goes through a hundred megabytes', { timeout: 60_000 }, async () => {
    const line = 'export function answerOf(question: Question): Answer { return known.get(question) ?? unknown; }\n';
    const megabyte = line.repeat(Math.ceil(1e6 / line.length));
    const workDir = await folder();
    for (let index = 0; index < 100; index += 1) writeFileSync(path.join(workDir, `${index}.ts`), megabyte);
    writeFileSync(path.join(workDir, 'last.ts'), 'found here\n');
    const { content } = await timed(workDir, 'grep', { pattern: '(found|(\\w+)\\s+missing)\\s+here' });
    expect(content).toBe('last.ts:1:found here');
  });

  it('goes through many small files', { timeout: 60_000 }, async () => {
    const workDir = await folder();
    for (let group = 0; group < 20; group += 1) {
      mkdirSync(path.join(workDir, `${group}`));
      for (let index = 0; index < 200; index += 1)
        writeFileSync(path.join(workDir, `${group}`, `${index}`), group === 19 && index === 7 ? 'it' : 'x');
    }
    expect((await timed(workDir, 'grep', { pattern: 'it$' })).content).toBe('19/7:1:it');
    expect((await timed(workDir, 'glob', { pattern: '*/7' })).content.split('\n')).toHaveLength(20);
  });
});

describe('a match on a long line', () => {
  it('is shown with what is around it', async () => {
    const workDir = await folder({ 'min.js': `${'x'.repeat(5_000)} needle ${'y'.repeat(5_000)}\nneedle\n` });
    const [long = '', short, ...more] = (await timed(workDir, 'grep', { pattern: 'needle' })).content.split('\n');
    expect(long).toMatch(/^min\.js:1:…x+ needle y+… \[part of a long line\]$/);
    expect(long.length).toBeLessThan(600);
    expect([short, more]).toEqual(['min.js:2:needle', []]);
  });

  it('is found by its end alone, and not where there is none', async () => {
    const workDir = await folder({ a: `${'x'.repeat(200_000)}end`, b: `${'x'.repeat(3_000)}ends\r\n^end\r\n` });
    const { content } = await timed(workDir, 'grep', { pattern: 'end$' });
    expect(content.split('\n').map((line) => line.slice(0, 4))).toEqual(['a:1:', 'b:2:']);
    expect((await timed(workDir, 'grep', { pattern: '^end' })).content).toBe('no matches');
  });

  it('takes no time from the rest where the pattern is too slow for it', async () => {
    const workDir = await folder({ 'a.js': `${'x'.repeat(900_000)}\n`.repeat(20), 'b.txt': 'my needle\n' });
    const { content, ms } = await timed(workDir, 'grep', { pattern: '.*needle' });
    expect(content).toBe('b.txt:1:my needle\n[of lines above 2000 characters some were left out: the pattern takes too long on them]');
    expect(ms).toBeLessThan(2 * ANSWERED_WITHIN_MS);
  });

  it('is looked for in the beginning of a line that is longer still, with a word', async () => {
    const workDir = await folder({ a: `${'x'.repeat(1_500_000)} needle\n`, b: 'needle' });
    expect((await timed(workDir, 'grep', { pattern: 'needle' })).content).toBe(
      'b:1:needle\n[lines above 1000000 characters were searched up to there only]',
    );
  });
});
