import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStore } from '../../../electron/snapshots/createFileStore';
import { filesIn, read, restore, temporaryFolder, write } from './support';

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

  it.skipIf(process.platform === 'win32')('is a pipe or a socket, which is named unless it is ignored', async () => {
    const test = filesIn({ 'a/b': '1', '.gitignore': 'quiet\n' });
    mkdirSync(path.join(test.folder, 'only'));
    for (const name of ['pipe', 'a/pipe', 'only/pipe', 'a/quiet']) execFileSync('mkfifo', [path.join(test.folder, name)]);
    const socket = createServer().listen(path.join(test.folder, 'socket'));
    await once(socket, 'listening');
    const snapshot = await test.store.take(test.folder);
    socket.close();
    expect(snapshot.leftOut).toEqual(['a/pipe', 'only/pipe', 'pipe', 'socket'].map((name) => ({ path: name, reason: 'unreadable' })));
    expect(snapshot.fileCount).toBe(2);
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
