import { readdirSync } from 'node:fs';
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

  it('say plainly what is no path of a file', async () => {
    const workDir = await folder();
    const { run } = await openTools(workDir);
    const sentenceFor = async (name: string, input: { readonly [key: string]: string }) => (await run(name, input)).content;
    expect(await sentenceFor('write', { file_path: '.', content: 'x' })).toBe('. names a folder. Name a file.');
    expect(await sentenceFor('write', { file_path: 'new/', content: 'x' })).toBe('new/ names a folder. Name a file.');
    for (const name of ['read', 'write', 'edit'])
      expect(await sentenceFor(name, { file_path: 'a\0b', content: 'x', old_string: 'x', new_string: 'y' })).toBe(
        'A path cannot contain a NUL character. Name the file without it.',
      );
    expect(await sentenceFor('grep', { pattern: 'x', path: 'a\0b' })).toContain('NUL character');
    expect(readdirSync(workDir)).toEqual([]);
  });

  it.each([
    ['Latin-1', Buffer.from('# caf\xe9\nx = 1\n', 'latin1')],
    ['no text', Buffer.from([0x78, 0x20, 0x3d, 0x20, 0x31, 0xff, 0xfe, 0x00])],
  ])('do not edit what is %s', async (_, bytes) => {
    const workDir = await folder({ it: '' });
    await writeFile(path.join(workDir, 'it'), bytes);
    const { run } = await openTools(workDir);
    const { content, isError } = await run('edit', { file_path: 'it', old_string: 'x = 1', new_string: 'x = 2' });
    expect({ content, isError }).toEqual({ content: expect.stringContaining('no UTF-8 text'), isError: true });
    expect(await readFile(path.join(workDir, 'it'))).toEqual(bytes);
  });

  it('keep the mark of byte order and the line ends of what they edit', async () => {
    const workDir = await folder({ 'win.txt': '\uFEFFone\r\ntwo\r\nthree\r\n', 'mixed.txt': 'one\r\ntwo\n' });
    const { run } = await openTools(workDir);
    await run('edit', { file_path: 'win.txt', old_string: 'one\ntwo', new_string: '1\n2\r\n2b' });
    await run('edit', { file_path: 'mixed.txt', old_string: 'two\n', new_string: '2\n3\n' });
    expect(await readFile(path.join(workDir, 'win.txt'), 'utf8')).toBe('\uFEFF1\r\n2\r\n2b\r\nthree\r\n');
    expect(await readFile(path.join(workDir, 'mixed.txt'), 'utf8')).toBe('one\r\n2\n3\n');
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
