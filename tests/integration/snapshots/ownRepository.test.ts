import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, read, restore, temporaryFolder, write } from './support';

describe('a repository of the person', () => {
  it('keeps every byte of its own, runs nothing and configures nothing', async () => {
    const test = filesIn({ 'a.txt': '1\n', 'sub/b.txt': '2\n', '.gitignore': 'sub/ignored\n', 'sub/ignored': 'i' });
    const trap = path.join(temporaryFolder(), 'ran');
    const git = (...args: string[]) => execFileSync('git', ['-C', test.folder, '-c', 'user.name=x', '-c', 'user.email=x@x', ...args]);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'post-checkout', 'fsmonitor-watchman'])
      write(test.folder, { [`.git/hooks/${hook}`]: { program: `#!/bin/sh\necho ${hook} >> ${trap}\n` } });
    git('config', 'core.fsmonitor', `touch ${trap}; false`);
    git('config', 'filter.evil.clean', `touch ${trap}; cat`);
    git('config', 'filter.evil.smudge', `touch ${trap}; cat`);
    git('config', 'diff.external', `touch ${trap}`);
    write(test.folder, { '.gitattributes': '* filter=evil diff=evil\n', 'sub/b.txt': 'changed\n', 'sub/new.txt': 'untracked\n' });
    const before = read(test.folder);
    const snapshot = await test.store.take(test.folder);
    expect(read(test.folder)).toEqual(before);
    write(test.folder, { 'sub/b.txt': 'again\n', 'a.txt': null });
    const plan = await restore(test, snapshot);
    expect(plan.changes.map(({ path: file, patch }) => [file, patch])).toEqual([
      ['a.txt', '@@ -0,0 +1 @@\n+1'],
      ['sub/b.txt', '@@ -1 +1 @@\n-again\n+changed'],
    ]);
    expect(read(test.folder)).toEqual(before);
    expect(existsSync(trap)).toBe(false);
  });

  it('has its ignore files heeded from within a folder of it, and private ones, too', async () => {
    const test = filesIn({
      '.gitignore': 'build/\n/packages/*/dist\n',
      'packages/one/dist/out.js': 'o',
      'packages/one/build/x': 'x',
      'packages/one/.gitignore': '*.tmp\n',
      'packages/one/a.tmp': 't',
      'packages/one/private.txt': 'p',
      'packages/one/src/a.ts': 'a',
      'packages/two/b.ts': 'b',
    });
    execFileSync('git', ['init', '-q', test.folder]);
    write(test.folder, { '.git/info/exclude': 'private.txt\n' });
    const one = path.join(test.folder, 'packages/one');
    const snapshot = await test.store.take(one);
    expect(snapshot.fileCount).toBe(2);
    write(one, { 'src/a.ts': 'changed', 'src/c.ts': 'new' });
    await restore({ store: test.store, folder: one }, snapshot);
    expect(read(one)).toMatchObject({ 'src/a.ts': 'a', '.gitignore': '*.tmp\n', 'private.txt': 'p', 'dist/out.js': 'o' });
    expect(read(one)).not.toHaveProperty('src/c.ts');
  });

  it('has the files kept that it tracks although they are ignored, in further work trees, too', async () => {
    const ignored = { '.gitignore': 'dist/\n*.log\n', 'dist/tracked.js': 'built', 'dist/other.js': 'built' };
    const main = filesIn({ ...ignored, 'sub/tracked.log': 'kept', 'sub/other.log': 'not' });
    const git = (...args: string[]) => execFileSync('git', ['-C', main.folder, '-c', 'user.name=x', '-c', 'user.email=x@x', ...args]);
    git('init', '-q');
    git('add', '-f', '.gitignore', 'dist/tracked.js', 'sub/tracked.log');
    git('commit', '-qm', 'first');
    const second = path.join(temporaryFolder(), 'second');
    git('worktree', 'add', '-q', second);
    write(second, { 'dist/other.js': 'built' });
    const index = readFileSync(path.join(main.folder, '.git/index'));
    for (const folder of [main.folder, second]) {
      const snapshot = await main.store.take(folder);
      expect(snapshot).toMatchObject({ fileCount: 3, leftOut: [] });
      write(folder, { 'dist/tracked.js': 'broken', 'dist/other.js': 'rebuilt' });
      await restore({ store: main.store, folder }, snapshot);
      expect(read(folder)).toMatchObject({ 'dist/tracked.js': 'built', 'dist/other.js': 'rebuilt' });
    }
    expect(await main.store.take(path.join(main.folder, 'sub'))).toMatchObject({ fileCount: 1 });
    expect(readFileSync(path.join(main.folder, '.git/index'))).toEqual(index);
  });

  it('that ignores the work directory does not make it empty', async () => {
    const test = filesIn({ '.gitignore': 'scratch/\n', 'scratch/work/a': '1' });
    execFileSync('git', ['init', '-q', test.folder]);
    expect(await test.store.take(path.join(test.folder, 'scratch/work'))).toMatchObject({ fileCount: 1 });
  });
});
