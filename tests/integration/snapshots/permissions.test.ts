import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileStore } from '../../../electron/snapshots/createFileStore';
import { filesIn, read, restore, write } from './support';

/** Nothing is forbidden to root: until the test ends this process is nobody special. */
function withoutPrivileges(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(65534);
  onTestFinished(() => process.seteuid?.(0));
}

function modesOf(folder: string, files: readonly string[]): readonly string[] {
  return files.map((file) => (statSync(path.join(folder, file)).mode & 0o7777).toString(8));
}

describe('permissions', () => {
  it('of a file that is replaced are what both allow; of one that is gone come back as they were', async () => {
    const names = ['public', 'secret', 'shared', 'gone', 'gone.sh', 'opened'];
    const { folder, store } = filesIn({ ...Object.fromEntries(names.map((name) => [name, 'old'])), 'gone.sh': { program: 'old' } });
    const change = (modes: { readonly [file: string]: number }) => {
      for (const [file, mode] of Object.entries(modes)) chmodSync(path.join(folder, file), mode);
    };
    change({ public: 0o644, secret: 0o600, shared: 0o640, gone: 0o600, 'gone.sh': 0o700, opened: 0o600 });
    await store.take(folder);
    change({ opened: 0o644 });
    const snapshot = await store.take(folder);
    write(folder, { gone: null, 'gone.sh': null, opened: null });
    for (const name of ['public', 'secret', 'shared']) write(folder, { [name]: 'new' });
    change({ public: 0o644, secret: 0o600, shared: 0o660 });
    const { steps } = await store.prepare(snapshot, undefined);
    await store.carryOut(folder, steps);
    expect(modesOf(folder, names)).toEqual(['644', '600', '640', '600', '700', '644']);
    expect(read(folder)).toMatchObject({ secret: 'old', gone: 'old', 'gone.sh': { program: 'old' } });
  });

  it('never show everybody what only its owner could read when it was kept', async () => {
    const test = filesIn({ key: 'private', tool: { program: 'private' } });
    const file = (name: string) => path.join(test.folder, name);
    chmodSync(file('key'), 0o600);
    chmodSync(file('tool'), 0o700);
    const snapshot = await test.store.take(test.folder);
    chmodSync(file('key'), 0o644);
    chmodSync(file('tool'), 0o755);
    await test.store.take(test.folder);
    write(test.folder, { key: 'public', tool: { program: 'public' } });
    await restore(test, snapshot);
    expect(read(test.folder)).toEqual({ key: 'private', tool: { program: 'private' } });
    expect(modesOf(test.folder, ['key', 'tool'])).toEqual(['600', '700']);
  });

  it('come back as the snapshot has them, whatever is usual here and was usual there', async () => {
    const test = filesIn({ 'a/1': '1', 'a/2': '2', 'a/3': '3', 'a/open': '4' });
    for (const name of ['1', '2', '3']) chmodSync(path.join(test.folder, 'a', name), 0o640);
    chmodSync(path.join(test.folder, 'a'), 0o750);
    const snapshot = await test.store.take(test.folder);
    rmSync(path.join(test.folder, 'a'), { recursive: true });
    await restore(test, snapshot);
    expect(modesOf(test.folder, ['a', 'a/1', 'a/2', 'a/3', 'a/open'])).toEqual(['750', '640', '640', '640', '644']);
  });

  it('of files in a snapshot that does not know them are those that the store remembers of the folder, or the usual ones', async () => {
    const test = filesIn({ key: 'old', notes: 'old' });
    const { modes: _, ...snapshot } = await test.store.take(test.folder);
    const { folder, kept } = test;
    write(kept, { [`modes/${createHash('sha256').update(folder).digest('hex')}`]: '600 key\0' });
    write(folder, { key: null, notes: null });
    await restore({ folder, store: createFileStore(kept) }, snapshot);
    expect(modesOf(folder, ['key', 'notes'])).toEqual(['600', (0o666 & ~process.umask()).toString(8)]);
  });

  it('become those of a program, or lose that, for whom may read only', async () => {
    const { folder, store } = filesIn({ tool: { program: 'x' }, text: 'x' });
    const snapshot = await store.take(folder);
    chmodSync(path.join(folder, 'tool'), 0o640);
    chmodSync(path.join(folder, 'text'), 0o750);
    const { steps } = await store.prepare(snapshot, undefined);
    await store.carryOut(folder, steps);
    expect(modesOf(folder, ['tool', 'text'])).toEqual(['750', '640']);
  });
});

describe.skipIf(process.platform === 'win32')('a folder', () => {
  it('that cannot be looked into is named, and left alone', async () => {
    withoutPrivileges();
    const { folder, store } = filesIn({ a: '1', 'in/closed/x': 'x', 'in/open': '1' });
    const closed = path.join(folder, 'in/closed');
    chmodSync(closed, 0);
    const snapshot = await store.take(folder);
    const inner = await store.take(path.join(folder, 'in'));
    chmodSync(closed, 0o755);
    expect(snapshot).toMatchObject({ fileCount: 2, leftOut: [{ path: 'in/closed', reason: 'unreadable' }] });
    expect(inner).toMatchObject({ fileCount: 1, leftOut: [{ path: 'closed', reason: 'unreadable' }] });
    expect((await store.prepare(snapshot, undefined)).steps).toEqual([]);
  });

  it('that may not be written to is told of in a sentence', async () => {
    withoutPrivileges();
    const { folder, store } = filesIn({ 'fixed/changed': '1' });
    const snapshot = await store.take(folder);
    write(folder, { 'fixed/changed': '2' });
    const changed = await store.take(folder);
    write(folder, { 'fixed/changed': '1', 'fixed/added': '1' });
    const added = await store.take(folder);
    const [fixed, refused] = [
      path.join(folder, 'fixed'),
      { code: 'STORE_FAILED', message: expect.stringContaining('Nothing was restored') },
    ];
    const removal = await store.prepare(snapshot, added.tree);
    const writing = await store.prepare(changed, added.tree);
    chmodSync(fixed, 0o555);
    try {
      await expect(store.carryOut(folder, removal.steps)).rejects.toMatchObject(refused);
      await expect(
        store.carryOut(
          folder,
          writing.steps.filter(({ to }) => to !== null),
        ),
      ).rejects.toMatchObject(refused);
    } finally {
      chmodSync(fixed, 0o755);
    }
    expect(read(folder)).toEqual({ 'fixed/changed': '1', 'fixed/added': '1' });
  });

  it('that is made again is as private as it was; one that is there stays as it is', async () => {
    const test = filesIn({ 'secret/a': 'a', 'secret/inner/b': 'b', 'shared/c': 'c', 'fixed/d': 'd', 'there/e': 'e' });
    const folders = { secret: 0o700, 'secret/inner': 0o755, shared: 0o2775, fixed: 0o555, there: 0o700 };
    for (const [name, mode] of Object.entries(folders)) chmodSync(path.join(test.folder, name), mode);
    const snapshot = await test.store.take(test.folder);
    for (const name of ['secret', 'shared', 'fixed']) {
      chmodSync(path.join(test.folder, name), 0o755);
      rmSync(path.join(test.folder, name), { recursive: true });
    }
    write(test.folder, { 'there/e': null });
    chmodSync(path.join(test.folder, 'there'), 0o711);
    await restore(test, snapshot);
    expect(modesOf(test.folder, Object.keys(folders))).toEqual(['700', '755', '2775', '555', '711']);
    expect(read(test.folder)).toMatchObject({ 'secret/inner/b': 'b', 'fixed/d': 'd' });
  });

  it('keeps its privacy when a restore is taken back', async () => {
    const test = filesIn({ a: '1' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { 'secret/x': 'x' });
    chmodSync(path.join(test.folder, 'secret'), 0o700);
    const { steps } = await test.store.prepare(snapshot, undefined);
    await test.store.carryOut(test.folder, steps);
    expect(existsSync(path.join(test.folder, 'secret'))).toBe(false);
    await test.store.carryOut(
      test.folder,
      steps.map(({ path: file, from, to }) => ({ path: file, from: to, to: from })),
    );
    expect(modesOf(test.folder, ['secret'])).toEqual(['700']);
    expect(read(test.folder)).toEqual({ a: '1', 'secret/x': 'x' });
  });
});

describe('a folder without files', () => {
  it('that was there stays when a restore empties it; one that was not goes', async () => {
    const test = filesIn({ a: '1', '.gitignore': '*.log\n', 'within/b': '1' });
    for (const name of ['logs', 'deep/down', 'within/empty', 'ignored']) mkdirSync(path.join(test.folder, name), { recursive: true });
    write(test.folder, { 'ignored/y.log': 'y' });
    const snapshot = await test.store.take(test.folder);
    write(test.folder, { 'logs/x': 'x', 'logs/new/x': 'x', 'deep/down/x': 'x', 'deep/other/x': 'x', 'new/x': 'x', 'within/empty/x': 'x' });
    write(test.folder, { 'ignored/y.log': null, 'ignored/x': 'x' });
    await restore(test, snapshot);
    expect(read(test.folder)).toEqual({ a: '1', '.gitignore': '*.log\n', 'within/b': '1' });
    expect(readdirSync(test.folder, { recursive: true }).sort()).toEqual(
      ['.gitignore', 'a', 'deep', 'deep/down', 'ignored', 'logs', 'within', 'within/b', 'within/empty'].sort(),
    );
  });

  it('stays though the work directory lies within a repository, and is the only thing in it', async () => {
    const { folder, store } = filesIn({ 'work/logs': null, '.git/HEAD': 'x' });
    const work = path.join(folder, 'work');
    mkdirSync(path.join(work, 'logs'), { recursive: true });
    const snapshot = await store.take(work);
    write(work, { 'logs/x': 'x' });
    await restore({ folder: work, store }, snapshot);
    expect(readdirSync(work)).toEqual(['logs']);
    rmdirSync(path.join(work, 'logs'));
  });
});
