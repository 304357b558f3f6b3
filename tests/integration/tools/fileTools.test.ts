import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, openTools } from './support';

const SECRET = 'the secret';

describe('the file tools', () => {
  it('read, write and edit files of the work directory', async () => {
    const workDir = await folder({ 'a.txt': 'one\ntwo\nthree' });
    const { run } = await openTools(workDir);
    expect(await run('read', { file_path: 'a.txt' })).toEqual({ content: 'one\ntwo\nthree', isError: false });
    expect(await run('read', { file_path: path.join(workDir, 'a.txt'), view_range: [2, -1] })).toEqual({
      content: 'two\nthree',
      isError: false,
    });
    expect(await run('edit', { file_path: 'a.txt', old_string: 'two', new_string: '2' })).toMatchObject({ isError: false });
    expect(await run('write', { file_path: 'new/b.txt', content: 'b' })).toMatchObject({ isError: false });
    expect(await readFile(path.join(workDir, 'a.txt'), 'utf8')).toBe('one\n2\nthree');
    expect(await readFile(path.join(workDir, 'new/b.txt'), 'utf8')).toBe('b');
  });

  it('find files and text, named relative to the work directory', async () => {
    const { run } = await openTools(
      await folder({ 'src/a.ts': 'const answer = 42;', 'src/b.md': 'none', 'node_modules/c.ts': '42', 'top.ts': '' }),
    );
    const files = await run('glob', { pattern: '**/*.ts' });
    expect(String(files.content).split('\n').sort()).toEqual(['src/a.ts', 'top.ts']);
    expect(await run('glob', { pattern: '*.md', path: 'src' })).toEqual({ content: 'src/b.md', isError: false });
    expect(await run('grep', { pattern: 'answer = \\d+', path: 'src' })).toEqual({
      content: 'src/a.ts:1:const answer = 42;',
      isError: false,
    });
    expect(await run('grep', { pattern: 'nowhere' })).toEqual({ content: 'no matches', isError: false });
  });

  it('answer what they cannot do as an error with a reason', async () => {
    const { run } = await openTools(await folder({ 'a.txt': 'x x' }));
    expect(await run('read', { file_path: 'missing' })).toMatchObject({ isError: true, content: expect.stringContaining('missing') });
    expect(await run('read', {})).toMatchObject({ isError: true, content: expect.stringContaining('file_path') });
    expect(await run('edit', { file_path: 'a.txt', old_string: 'x', new_string: 'y' })).toMatchObject({ isError: true });
    expect(await run('grep', { pattern: '(' })).toMatchObject({ isError: true, content: expect.stringContaining('invalid regex') });
  });

  describe('stay in the work directory', () => {
    async function besideSecret() {
      const outside = await folder({ 'secret.txt': SECRET });
      const workDir = await folder({ 'a.txt': 'a' });
      await symlink(outside, path.join(workDir, 'link'));
      await symlink(path.join(outside, 'secret.txt'), path.join(workDir, 'leaf.txt'));
      await symlink(path.join(outside, 'made.txt'), path.join(workDir, 'dangling.txt'));
      return { outside, workDir, ...(await openTools(workDir)) };
    }

    it.each([
      'secret',
      '../SECRET',
      'link/secret.txt',
      'leaf.txt',
      '/proc/self/environ',
      'link/../../etc/passwd',
      'a.txt/../../x',
      'nul\0byte',
    ])('reading %j', async (name) => {
      const { run, outside } = await besideSecret();
      const file = name === 'secret' ? path.join(outside, 'secret.txt') : name.replace('SECRET', `${path.basename(outside)}/secret.txt`);
      const { content, isError } = await run('read', { file_path: file });
      expect(isError).toBe(true);
      expect(content).not.toContain(SECRET);
    });

    it.each(['link/made.txt', 'dangling.txt', '../made.txt'])('writing %s', async (file) => {
      const { run, outside, workDir } = await besideSecret();
      expect(await run('write', { file_path: file, content: 'x' })).toMatchObject({ isError: true });
      expect(await run('edit', { file_path: 'leaf.txt', old_string: 'secret', new_string: 'x' })).toMatchObject({ isError: true });
      await expect(readFile(path.join(outside, 'made.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(readFile(path.join(workDir, '../made.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await readFile(path.join(outside, 'secret.txt'), 'utf8')).toBe(SECRET);
    });

    it('searching', async () => {
      const { run, outside } = await besideSecret();
      expect(await run('grep', { pattern: 'secret' })).toEqual({ content: 'no matches', isError: false });
      expect(await run('glob', { pattern: '**/*secret*' })).toEqual({ content: 'no matches', isError: false });
      expect(await run('glob', { pattern: 'link/*' })).toEqual({ content: 'no matches', isError: false });
      for (const pattern of ['../*', `${outside}/*`, '{..,x}/*']) expect(await run('glob', { pattern })).toMatchObject({ isError: true });
      for (const search of ['grep', 'glob']) expect(await run(search, { pattern: 's', path: 'link' })).toMatchObject({ isError: true });
    });
  });

  it.each([
    ['grep', { pattern: '^(a+)+$' }],
    ['glob', { pattern: '*a*a*a*a*a*a*a*a*a*a*a*a*b' }],
  ])('%s with a pattern that backtracks without end leaves the host free and ends with the signal', async (name, input) => {
    const workDir = await folder({ ['a'.repeat(200)]: '' });
    await writeFile(path.join(workDir, 'text'), `${'a'.repeat(1000)}!`);
    const { run, close } = await openTools(workDir);
    const stop = new AbortController();
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
      if (turns === 20) stop.abort();
    }, 10);
    const startedAt = performance.now();
    await expect(run(name, input, stop.signal)).rejects.toBeDefined();
    await close();
    clearInterval(beat);
    expect(turns).toBeGreaterThanOrEqual(20);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
