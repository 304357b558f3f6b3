import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../../electron/platform/replaceFile';
import { temporaryFolder } from '../../support/temporaryFolder';

const modeOf = (path: string) => statSync(path).mode & 0o777;

it('makes the folders a file lies in, and the file with its mode', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'new', 'config', 'file.json');
  await replaceFile(file, 'first', 0o600);
  await replaceFile(file, 'second', 0o600);
  expect([readFileSync(file, 'utf8'), modeOf(file), modeOf(join(folder.path, 'new'))]).toEqual(['second', 0o600, 0o700]);
  expect(readdirSync(join(folder.path, 'new', 'config'))).toEqual(['file.json']);
});

it('what a crash left behind lends its mode to nothing', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'file.json');
  writeFileSync(`${file}.${process.pid}.new`, 'half');
  chmodSync(`${file}.${process.pid}.new`, 0o666);
  await replaceFile(file, 'whole', 0o600);
  expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['whole', 0o600]);
});

it('keeps a symbolic link, and replaces what it points at', async () => {
  using folder = temporaryFolder();
  const [real, link] = [join(folder.path, 'real'), join(folder.path, 'link')];
  writeFileSync(real, 'old');
  symlinkSync(real, link);
  await replaceFile(link, 'new');
  expect(readFileSync(real, 'utf8')).toBe('new');
});

it('leaves nothing behind where it fails', async () => {
  using folder = temporaryFolder();
  const target = join(folder.path, 'folder');
  mkdirSync(join(target, 'inside'), { recursive: true });
  await expect(replaceFile(target, 'new')).rejects.toThrow();
  expect(readdirSync(folder.path)).toEqual(['folder']);
});
