import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, filesIn, read, restore, write } from './support';

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
