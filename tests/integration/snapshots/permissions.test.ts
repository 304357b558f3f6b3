import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filesIn, read, write } from './support';

/** Nothing is forbidden to root: until the test ends this process is nobody special. */
function withoutPrivileges(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(65534);
  onTestFinished(() => process.seteuid?.(0));
}

function modesOf(folder: string, files: readonly string[]): readonly string[] {
  return files.map((file) => (statSync(path.join(folder, file)).mode & 0o777).toString(8));
}

describe('permissions', () => {
  it('of a file that is replaced stay; of one that is gone come back as private as they were', async () => {
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
    expect(modesOf(folder, names)).toEqual(['644', '600', '660', '600', '700', (0o666 & ~process.umask()).toString(8)]);
    expect(read(folder)).toMatchObject({ secret: 'old', gone: 'old', 'gone.sh': { program: 'old' } });
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
});
