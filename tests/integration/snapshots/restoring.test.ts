import { describe, expect, it } from 'vitest';
import { filesIn, read, restore, write } from './support';

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
