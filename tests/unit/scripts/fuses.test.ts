import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporaryFolder';

const { checkFuses, wantedFuses } = await import(pathToFileURL(resolve(import.meta.dirname, '../../../scripts/check-fuses.mjs')).href);

/** What @electron/fuses looks for in a binary: a mark, the version of the list, its length, then a digit for each fuse. */
function binaryWith(folder: string, fuses: string): string {
  const file = join(folder, 'electron');
  const head = Buffer.from([1, fuses.length]);
  writeFileSync(file, Buffer.concat([Buffer.from('\x7fELF…dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), head, Buffer.from(`${fuses}…`)]));
  return file;
}

test('the desktop app is packaged with everything off that only serves to run something else in it', () => {
  expect(wantedFuses()).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('a binary with these fuses passes; one as Electron ships it, or with a fuse that nobody has decided on, does not', async () => {
  using folder = temporaryFolder();
  expect(await checkFuses(binaryWith(folder.path, '01001100'))).toEqual([]);
  expect(await checkFuses(binaryWith(folder.path, '10110001'))).toHaveLength(7);
  expect(await checkFuses(binaryWith(folder.path, '11001100'))).toEqual(['the fuse RunAsNode is not off']);
  expect(await checkFuses(binaryWith(folder.path, '010011001'))).toEqual([expect.stringContaining('does not say how the fuse number 8')]);
});
