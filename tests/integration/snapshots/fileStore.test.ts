import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStore } from '../../../electron/snapshots/createFileStore';
import { findGit } from '../../../electron/snapshots/findGit';
import type { FileSnapshot } from '../../../shared/session/files';
import { type Files, filesIn, read, temporaryFolder, write } from './support';

/** Goes back as a session does that knows the files as they are. */
async function restore({ store, folder }: Pick<ReturnType<typeof filesIn>, 'store' | 'folder'>, target: FileSnapshot) {
  const known = await store.take(folder);
  const { plan, steps } = await store.prepare(target, known.tree);
  await store.carryOut(folder, steps);
  return plan;
}

const ODD_FILES: Files = {
  'plain.txt': 'one\n',
  empty: '',
  'windows.txt': 'a\r\nb\nc\r\n',
  'id.txt': '$Id$ stays\n',
  'bytes.bin': Buffer.from([0, 255, 1, 254, 13, 10]),
  'bin/tool': { program: '#!/bin/sh\n' },
  link: { link: 'plain.txt' },
  dangling: { link: '/nowhere/at all' },
  'deep/er/and deeper/ümläut 😀.txt': 'x',
  'new\nline': 'y',
  'back\\slash': 'z',
  '-rf': 'dash',
  ':(glob)*': 'pathspec',
  '.gitattributes': '* text=auto eol=crlf ident filter=evil working-tree-encoding=UTF-16 -diff\n',
  '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c true\n',
};

describe('files', () => {
  it('come back byte for byte, whatever they are called and whatever git would do with them', async () => {
    const test = filesIn(ODD_FILES);
    const snapshot = await test.store.take(test.folder);
    expect(snapshot).toMatchObject({ fileCount: Object.keys(ODD_FILES).length, leftOut: [] });
    write(test.folder, {
      ...Object.fromEntries(Object.keys(ODD_FILES).map((name) => [name, null])),
      'plain.txt': 'two\n',
      'deep/er/file': 'new',
      link: 'no link any more',
      'bin/tool': '#!/bin/sh\n',
    });
    await restore(test, snapshot);
    expect(read(test.folder)).toEqual(ODD_FILES);
  });

  it('may become folders and folders files', async () => {
    const before: Files = { a: 'file', 'b/c': 'in a folder', 'd/e/f': 'deep' };
    const test = filesIn(before);
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { a: null, b: null, d: null });
    const after: Files = { 'a/x/y': 'now a folder', b: 'now a file', d: { link: 'b' } };
    write(test.folder, after);
    const other = await test.store.take(test.folder);
    await restore(test, snapshot);
    expect(read(test.folder)).toEqual(before);
    await restore(test, other);
    expect(read(test.folder)).toEqual(after);
  });

  it('that are the same have the same tree, wherever they lie', async () => {
    const [here, there] = [filesIn({ 'a/b': '1' }), filesIn({ 'a/b': '1' })];
    expect((await here.store.take(here.folder)).tree).toBe((await there.store.take(there.folder)).tree);
  });

  it('that did not change are found to be the same, and a change of the same length is seen', async () => {
    const test = filesIn({ a: '1', b: '2' });
    const first = await test.store.take(test.folder);
    expect(await test.store.take(test.folder)).toEqual(first);
    for (const content of ['3', '4', '5', '6', '7']) {
      write(test.folder, { a: content });
      const { tree } = await test.store.take(test.folder);
      await restore(test, first);
      expect(read(test.folder)).toEqual({ a: '1', b: '2' });
      expect(tree).not.toBe(first.tree);
    }
  });

  it('that changed within one tick of the clock, their size and time being the same, are seen', async () => {
    const test = filesIn({ a: '1' });
    const longAgo = new Date('2020-01-01');
    const trees = new Set<string>();
    for (const content of ['2', '3', '4', '5', '6', '7']) {
      writeFileSync(path.join(test.folder, 'a'), content);
      utimesSync(path.join(test.folder, 'a'), longAgo, longAgo);
      trees.add((await test.store.take(test.folder)).tree);
    }
    expect(trees.size).toBe(6);
  });

  it('of an empty folder are none', async () => {
    const test = filesIn({});
    const empty = await test.store.take(test.folder);
    write(test.folder, { 'a/b': '1' });
    await restore(test, empty);
    expect(read(test.folder)).toEqual({});
    expect(existsSync(path.join(test.folder, 'a'))).toBe(false);
  });

  it('of a folder that is gone are refused with a sentence', async () => {
    const { store, folder } = filesIn({});
    await expect(store.take(path.join(folder, 'gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what is left out', () => {
  it('is ignored, too large, a repository of its own; the last two are named, and restoring leaves all of them alone', async () => {
    const limits = { fileBytes: 20, totalBytes: 1000, files: 100 };
    const test = filesIn(
      { 'a.txt': '1', '.gitignore': 'ignored/\n*.log\n', 'ignored/x': 'x', 'y.log': 'y', 'large.bin': '123456789012345678901' },
      { limits },
    );
    mkdirSync(path.join(test.folder, 'inner'));
    execFileSync('git', ['init', '-q', path.join(test.folder, 'inner')]);
    write(test.folder, { 'inner/z': 'z' });
    const snapshot = await test.store.take(test.folder);
    expect(snapshot.leftOut).toEqual(
      expect.arrayContaining([
        { path: 'large.bin', reason: 'too-large' },
        { path: 'inner', reason: 'repository' },
      ]),
    );
    expect(snapshot).toMatchObject({ fileCount: 2, bytes: 16 });
    write(test.folder, { 'a.txt': '2', 'y.log': 'later', 'large.bin': 'small now', 'inner/z': 'later' });
    const plan = await restore(test, snapshot);
    expect(plan.changes.map((change) => change.path)).toEqual(['a.txt']);
    const { 'a.txt': a, 'y.log': y, 'large.bin': large, 'inner/z': z } = read(test.folder);
    expect([a, y, large, z]).toEqual(['1', 'later', 'small now', 'later']);
  });

  it('stays when it was ignored then and is not now', async () => {
    const test = filesIn({ '.gitignore': '.env\n', '.env': 'SECRET=1', 'a.txt': '1' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { '.gitignore': '', 'a.txt': '2', 'made.txt': 'since' });
    await restore(test, snapshot);
    expect(read(test.folder)).toEqual({ '.gitignore': '.env\n', '.env': 'SECRET=1', 'a.txt': '1' });
  });

  it('is in the way when it was kept then, is not now, and differs', async () => {
    const test = filesIn({ 'notes.txt': 'kept', 'same.txt': 'same' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { '.gitignore': '*.txt\n', 'notes.txt': 'only copy of something' });
    const known = await test.store.take(test.folder);
    const { plan } = await test.store.prepare(snapshot, known.tree);
    expect(plan.blocked).toEqual(['notes.txt']);
    expect(plan.changes.map(({ path: file, status }) => [file, status])).toEqual([
      ['.gitignore', 'deleted'],
      ['notes.txt', 'added'],
    ]);
  });

  it('is everything when it is too much', async () => {
    const { store, folder } = filesIn({ a: '123', b: '456' }, { limits: { fileBytes: 10, totalBytes: 5, files: 100 } });
    await expect(store.take(folder)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('.gitignore') });
  });

  it('is what links lead to: they are kept as links', async () => {
    const outside = temporaryFolder();
    write(outside, { secret: 'outside' });
    const test = filesIn({ out: { link: outside }, a: '1' });
    const snapshot = await test.store.take(test.folder);
    expect(snapshot.fileCount).toBe(2);
    write(test.folder, { a: '2' });
    await restore(test, snapshot);
    expect(read(outside)).toEqual({ secret: 'outside' });
  });

  it('a link put where a folder was is never followed', async () => {
    const outside = temporaryFolder();
    write(outside, { file: 'outside' });
    const test = filesIn({ '.gitignore': 'sneaky\n', 'dir/file': 'inside' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { dir: null, '.gitignore': 'dir\n' });
    write(test.folder, { dir: { link: outside } });
    const known = await test.store.take(test.folder);
    const { plan } = await test.store.prepare(snapshot, known.tree);
    expect(plan.blocked).toEqual(['dir/file']);
    expect(read(outside)).toEqual({ file: 'outside' });
  });
});

describe('the store itself', () => {
  const OWN = ['s.db', 's.db-wal', 's.db-shm', 's.db-journal', 's.db.version-3.backup', 's.secrets.json', 's.db.files/objects/x'];
  const files = (content: string, names: readonly string[] = OWN) =>
    Object.fromEntries(names.map((name) => [`.stepgraph/${name}`, content]));

  it('is neither kept, compared nor restored where it lies within the work directory, by whatever path that is reached', async () => {
    const folder = temporaryFolder();
    write(folder, { ...files('old'), '.stepgraph/s.db.txt': 'mine', '.stepgraph/s.dbs': 'mine', a: '1' });
    const alias = path.join(temporaryFolder(), 'alias');
    write(path.dirname(alias), { alias: { link: folder } });
    const database = path.join(alias, '.stepgraph/s.db');
    const store = createFileStore(`${database}.files`, { database });
    const snapshot = await store.take(folder);
    expect(snapshot).toMatchObject({ fileCount: 3, leftOut: [] });
    write(folder, { ...files('new'), a: '2' });
    const plan = await restore({ store, folder }, snapshot);
    expect(plan).toMatchObject({ changes: [{ path: 'a' }], changedSince: [], blocked: [] });
    expect(read(folder)).toMatchObject({ ...files('new'), a: '1' });
  });

  it('is not touched when an older snapshot holds it, nor when it is told to be', async () => {
    const folder = temporaryFolder();
    const database = path.join(folder, '.stepgraph/s.db');
    const kept = path.join(temporaryFolder(), 'kept');
    write(folder, { ...files('old'), a: '1' });
    const careless = createFileStore(kept);
    const snapshot = await careless.take(folder);
    write(folder, { ...files('new'), a: '2' });
    const { steps } = await careless.prepare(snapshot, undefined);
    const store = createFileStore(kept, { database });
    const { plan } = await store.prepare(snapshot, undefined);
    expect(plan).toMatchObject({ changes: [{ path: 'a' }], changedSince: ['a'], blocked: [] });
    expect((await store.compare(snapshot, await careless.take(folder))).map((change) => change.path)).toEqual(['a']);
    await store.carryOut(folder, steps);
    expect(read(folder)).toEqual({ ...files('new'), a: '1' });
  });
});

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

describe('restoring', () => {
  it('tells what something else changed since the session last looked', async () => {
    const test = filesIn({ a: '1', b: '1', c: '1' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { a: 'by the session' });
    const known = await test.store.take(test.folder);
    write(test.folder, { b: 'by the person', d: 'new by the person' });
    const { plan } = await test.store.prepare(snapshot, known.tree);
    expect(plan.changes.map(({ path: file }) => file)).toEqual(['a', 'b', 'd']);
    expect(plan.changedSince).toEqual(['b', 'd']);
    expect((await test.store.prepare(snapshot, undefined)).plan.changedSince).toEqual(['a', 'b', 'd']);
  });

  it('refuses what changes while it is under way', async () => {
    const test = filesIn({ a: '1', b: '1' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { a: '2', b: '2' });
    const { steps } = await test.store.prepare(snapshot, undefined);
    write(test.folder, { b: '3' });
    await expect(test.store.carryOut(test.folder, steps)).rejects.toMatchObject({ code: 'CONFLICT' });
    await test.store.carryOut(test.folder, steps, { leaveChanged: true });
    expect(read(test.folder)).toEqual({ a: '1', b: '3' });
  });

  it('counts lines, shows hunks, and shows no bytes of binary files nor endless text', async () => {
    const test = filesIn({ 'code.ts': 'one\ntwo\nthree\n', 'image.png': Buffer.from([0, 1, 2]), 'huge.txt': '' });
    const from = await test.store.take(test.folder);
    write(test.folder, { 'code.ts': 'one\n2\nthree\nfour\n', 'image.png': Buffer.from([0, 3]), 'huge.txt': 'line\n'.repeat(5000) });
    const to = await test.store.take(test.folder);
    expect(await test.store.compare(from, to)).toEqual([
      {
        path: 'code.ts',
        status: 'modified',
        isBinary: false,
        insertions: 2,
        deletions: 1,
        patch: '@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four',
      },
      { path: 'huge.txt', status: 'modified', isBinary: false, insertions: 5000, deletions: 0, patch: null },
      { path: 'image.png', status: 'modified', isBinary: true, insertions: 0, deletions: 0, patch: null },
    ]);
  });

  it('a tree that was let go of is refused; those that are kept stay', async () => {
    const test = filesIn({ a: '1' });
    const first = await test.store.take(test.folder);
    write(test.folder, { a: '2' });
    const second = await test.store.take(test.folder);
    await test.store.tidy(() => new Set([first.tree]));
    await restore(test, first);
    expect(read(test.folder)).toEqual({ a: '1' });
    const gone = { ...second, tree: '1234567890123456789012345678901234567890' };
    await expect(test.store.prepare(gone, undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('locks that a killed git left behind', () => {
  it('do not keep a tree from being kept again', async () => {
    const test = filesIn({ a: '1' });
    const { tree } = await test.store.take(test.folder);
    const refs = path.join(test.kept, 'refs/trees');
    write(refs, { [tree]: null, [`${tree}.lock`]: '' });
    await test.store.take(test.folder);
    await test.store.tidy(() => new Set([tree]));
    expect(await test.store.take(test.folder)).toMatchObject({ tree });
    expect(execFileSync('git', ['--git-dir', test.kept, 'for-each-ref', '--format=%(refname)'], { encoding: 'utf8' })).toBe(
      `refs/trees/${tree}\n`,
    );
  });

  it('go at the next tidying, once no git can hold them any more', async () => {
    const test = filesIn({ a: '1' });
    const { tree } = await test.store.take(test.folder);
    const locks = [`refs/trees/${tree}.lock`, 'packed-refs.lock', 'HEAD.lock'];
    const longAgo = new Date(Date.now() - 10 * 60_000);
    write(test.kept, Object.fromEntries(locks.map((lock) => [lock, ''])));
    for (const lock of locks) utimesSync(path.join(test.kept, lock), longAgo, longAgo);
    await test.store.tidy(() => new Set());
    expect(readdirSync(test.kept)).not.toContain('packed-refs.lock');
    await expect(test.store.prepare({ ...(await test.store.take(test.folder)), tree }, undefined)).resolves.toBeDefined();
  });
});

describe('without git', () => {
  it('says what is missing', async () => {
    const { store, folder } = filesIn({ a: '1' }, { findProgram: () => findGit({ PATH: temporaryFolder() }) });
    await expect(store.take(folder)).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('Install it') });
  });

  it('a program called git in the work directory is not it', async () => {
    const { folder } = filesIn({ git: { program: '#!/bin/sh\n' } });
    expect(() => findGit({ PATH: `.:${path.relative('/', folder)}::` })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
