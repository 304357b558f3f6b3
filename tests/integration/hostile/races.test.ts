import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, openTools } from '../tools/support';
import { flip } from './flipper';

/** Tries per tool and kind of swap; more by `HOSTILE_RACES=10000`. */
const TRIES = Number(process.env.HOSTILE_RACES ?? 110);
const SECRET = 'planted-behind-the-link';

/** A work directory whose `folder` (or whose file `folder/file`) is being exchanged with a link to what lies outside. */
async function scene() {
  const outside = await folder({ file: SECRET, 'only-outside': SECRET, 'deep/file': SECRET });
  const workDir = await folder({ 'folder/file': 'mine', 'folder/deep/file': 'mine' });
  return { outside, workDir, ...(await openTools(workDir)) };
}

/** Names and contents of all there is outside. */
function contentOf(place: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(place, file), readFileSync(file, 'utf8')]),
  );
}

const SWAPS = [
  { what: 'the folder', inside: 'folder', behind: '.' },
  { what: 'a folder further up', inside: 'folder/deep', behind: 'deep' },
  { what: 'the file', inside: 'folder/file', behind: 'file' },
] as const;

const CALLS = [
  ['read', { file_path: 'folder/file' }],
  ['read', { file_path: 'folder/deep/file', view_range: [1, 5] }],
  ['grep', { pattern: 'planted|mine', path: 'folder' }],
  ['grep', { pattern: 'planted|mine' }],
  ['glob', { pattern: 'folder/*' }],
  ['glob', { pattern: '**/only-*' }],
  ['write', { file_path: 'folder/made', content: 'made' }],
  ['write', { file_path: 'folder/new/made', content: 'made' }],
  ['write', { file_path: 'folder/file', content: 'mine, too' }],
  ['edit', { file_path: 'folder/file', old_string: 'mi', new_string: 'mi' }],
] as const;

describe.each(SWAPS)('while $what is exchanged with a link to the outside', ({ inside, behind }) => {
  it.each(CALLS)('%s %j reaches nothing there', { timeout: 600_000 }, async (name, input) => {
    const { outside, workDir, run } = await scene();
    const before = contentOf(outside);
    // Each search starts a thread.
    const tries = name === 'grep' || name === 'glob' ? Math.ceil(TRIES / 20) : TRIES;
    const told: string[] = [];
    {
      await using flipper = await flip(path.join(workDir, inside), path.join(outside, behind));
      for (let index = 0; index < tries; index += 1) {
        const { content } = await run(name, { ...input });
        if (/planted-|only-outside/.test(String(content))) told.push(String(content));
      }
      expect(flipper.flips()).toBeGreaterThan(tries / 10);
    }
    expect(told).toEqual([]);
    expect(contentOf(outside)).toEqual(before);
  });
});

describe('the same without the guard', () => {
  /** What most programs do: look where a path leads, then use the path. */
  function checked(workDir: string, name: string): string {
    const real = realpathSync(path.join(workDir, path.dirname(name)));
    if (!real.startsWith(workDir)) throw new Error('outside');
    return path.join(workDir, name);
  }

  it.each([
    ['reads', (workDir: string) => readFileSync(checked(workDir, 'folder/file'), 'utf8') === SECRET],
    [
      'writes',
      (workDir: string, outside: string) => {
        writeFileSync(checked(workDir, 'folder/made'), 'made');
        return existsSync(path.join(outside, 'made'));
      },
    ],
  ])('%s outside', { timeout: 120_000 }, async (_, attempt) => {
    const { outside, workDir } = await scene();
    await using _flipper = await flip(path.join(workDir, 'folder'), outside);
    let hasEscaped = false;
    for (let index = 0; index < 1_000_000 && !hasEscaped; index += 1) {
      try {
        hasEscaped = attempt(workDir, outside);
      } catch {
        // It was refused, or the folder was not there just then.
      }
    }
    expect(hasEscaped).toBe(true);
  });
});
