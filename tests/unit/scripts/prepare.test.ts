import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const { isInstalled } = await import(pathToFileURL(resolve(import.meta.dirname, '../../../scripts/prepare.mjs')).href);

describe('whether the dependencies are installed', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stepgraph-prepare-'));
    mkdirSync(join(root, 'node_modules'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const lock = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b': { version: '2.0.0', integrity: 'y', optional: true },
  };
  function answerFor(installed: object | undefined) {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
    if (installed) writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    return isInstalled(root);
  }

  it.each([
    ['nothing was ever installed, or not to its end', undefined, false],
    ['everything is there', { 'node_modules/a': lock['node_modules/a'], 'node_modules/b': lock['node_modules/b'] }, true],
    ['what is missing is for other platforms', { 'node_modules/a': lock['node_modules/a'] }, true],
    ['a package is missing', { 'node_modules/b': lock['node_modules/b'] }, false],
    ['a package has another version', { 'node_modules/a': { version: '0.9.0', integrity: 'x' } }, false],
    ['a package has other contents', { 'node_modules/a': { version: '1.0.0', integrity: 'z' } }, false],
  ])('when %s', (_, installed, expected) => {
    expect(answerFor(installed)).toBe(expected);
  });
});
