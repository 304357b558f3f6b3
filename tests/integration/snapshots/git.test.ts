import { execFileSync } from 'node:child_process';
import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findGit } from '../../../electron/snapshots/findGit';
import { filesIn, temporaryFolder, write } from './support';

describe('locks that a killed git left behind', () => {
  it('do not keep a tree from being kept again', async () => {
    const test = filesIn({ a: '1' });
    const { tree } = await test.store.take(test.folder);
    const refs = path.join(test.kept, 'refs/trees');
    write(refs, { [tree]: null, [`${tree}.lock`]: '' });
    await test.store.take(test.folder);
    await test.store.tidy(() => new Set([tree]));
    expect(await test.store.take(test.folder)).toMatchObject({ tree });
    expect(execFileSync('git', ['--git-dir', test.kept, 'for-each-ref', '--format=%(refname)', 'refs/trees'], { encoding: 'utf8' })).toBe(
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

describe('the modes of a tree', () => {
  it('are held as long as the tree is', async () => {
    const test = filesIn({ a: '1' });
    const first = await test.store.take(test.folder);
    write(test.folder, { a: '2' });
    const second = await test.store.take(test.folder);
    const held = () => execFileSync('git', ['--git-dir', test.kept, 'for-each-ref', '--format=%(refname)'], { encoding: 'utf8' });
    const refsOf = ({ tree, modes }: typeof first) => [`refs/modes/${tree}-${modes}`, `refs/trees/${tree}`];
    expect(held().trim().split('\n')).toEqual([...refsOf(first), ...refsOf(second)].sort());
    await test.store.tidy(() => new Set([second.tree]));
    expect(held().trim().split('\n')).toEqual(refsOf(second));
    await expect(test.store.prepare(second, undefined)).resolves.toMatchObject({ steps: [] });
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
