import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/SECURITY.md'), 'utf8');

/** The files that a table row names as proof; one without a folder lies beside the one before. */
function proofsOf(row: string): readonly string[] {
  const names = [...row.matchAll(/`([^`*]+\.(?:test|spec)\.ts)`/g)].flatMap(([, name]) => name ?? []);
  let folder = '';
  return names.map((name) => {
    if (!name.includes('/')) return join(folder, name);
    folder = dirname(name);
    return name;
  });
}

test('every protection is shown by tests that exist', () => {
  const tables = page.split('| protection | shown by |').slice(1);
  const rows = tables.flatMap((table) => table.split('\n\n')[0]?.split('\n').slice(2) ?? []).filter((row) => row.startsWith('|'));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => proofsOf(row).length === 0 && !row.includes('*.test.ts'))).toEqual([]);
  expect(rows.flatMap(proofsOf).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
